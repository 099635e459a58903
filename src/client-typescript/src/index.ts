export type * from './events.js';
export type * from './view.js';
