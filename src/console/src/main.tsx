import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { outbox } from './chat/outbox';
import { queries } from './queries';
import { BrokenPart } from './shell/BrokenPart';
import './ui/tokens.css';
import './ui/base.css';
import { FaultBoundary } from './ui/FaultBoundary';
import { Toaster } from './ui/Toaster';

outbox.resume();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <Tooltip.Provider>
          <FaultBoundary instead={() => <BrokenPart />}>
            <App />
            <Toaster />
          </FaultBoundary>
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
