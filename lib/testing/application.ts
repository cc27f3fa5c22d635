// Portal routes and pages ask for the application of their process; here a test file puts its own in that place.
import { type Application, applicationSlot } from '@/lib/web/application';

export function serveWith(application: Application): void {
  const slot = applicationSlot();
  slot.promise = Promise.resolve(application);
}
