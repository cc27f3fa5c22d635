import { access } from './access';
import { authorization } from './authorization';
import { clients } from './clients';
import type { Mutation } from './mutation';
import { trading } from './trading';

/** Every mutation, in the order of the record. */
export const mutations: readonly Mutation[] = [...authorization, ...clients, ...access, ...trading];
