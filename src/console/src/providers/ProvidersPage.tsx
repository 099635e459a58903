import { Page } from '../ui/Page';

export function ProvidersPage() {
  return <Page title="Providers" />;
}
