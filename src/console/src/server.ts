import { connect } from '@aiwhisperer/client';
import { apiKey } from './apiKey';

/** The page's one client: all its calls, and its one connection. */
export const client = connect({ apiKey: apiKey.get });
