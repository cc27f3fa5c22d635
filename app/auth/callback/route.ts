import { route } from '@/lib/web/route';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/auth/callback');
