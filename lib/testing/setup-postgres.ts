import { preparePostgresTemplate } from './templates';

export default preparePostgresTemplate;
