import { z } from 'zod';
import type { Database } from '#platform/database';
import { cookieNames, type Staff, setCookie } from '#platform/http';
import type { IdentityService } from './service.ts';

/** What the routes of this module work with. */
export interface RouteParts {
  readonly identity: IdentityService;
  readonly database: Database;
  /** The name of a department of the inventory, by its id. */
  readonly departmentName: (id: string) => string;
}

/** Who is signed in, as the top of a page says it. */
export interface SignedIn {
  readonly name: string;
  readonly department: string;
}

/** A member of staff with the name of their department. */
export function signedIn({ name, department }: Staff, { departmentName }: RouteParts): SignedIn {
  return { name, department: departmentName(department) };
}

/** A passkey's answer; what is in it is for the library to judge. */
export const passkeyResponse = <T extends { id: string }>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string');

/** The cookie of a session; it goes with the browser, and the server ends it after twelve hours at the latest. */
export const sessionCookie = (token: string) => ({ cookies: [setCookie(cookieNames.staff, token)] });
