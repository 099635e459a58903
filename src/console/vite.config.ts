import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './compress.ts';

const server = process.env.AIWHISPERER_URL ?? 'http://127.0.0.1:5080';
const client = (file: string) => fileURLToPath(new URL(`../client-typescript/src/${file}`, import.meta.url));

export default defineConfig({
  plugins: [react(), compress()],
  // The client is built from its source: one build, and a change in it is seen at once.
  resolve: {
    alias: {
      '@aiwhisperer/client/react': client('react.ts'),
      '@aiwhisperer/client': client('index.ts'),
      // In browsers it would have the document decode entities, as HTML, which the Content-Security-Policy refuses.
      'decode-named-character-reference': createRequire(import.meta.url).resolve('decode-named-character-reference'),
    },
  },
  build: {
    outDir: '../../artifacts/console',
    emptyOutDir: true,
    // A data: address would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One small file at the start. A part's own, once it failed to load, would not be fetched again when the part is.
    cssCodeSplit: false,
  },
  server: {
    proxy: {
      '/api': server,
      '/health': server,
      '/swagger': server,
      '/hubs': { target: server, ws: true },
    },
  },
});
