import { Page } from '../ui/Page';

export function LoopsPage() {
  return <Page title="Loops" />;
}
