import { prepareEmbeddedSnapshot } from './templates';

export default prepareEmbeddedSnapshot;
