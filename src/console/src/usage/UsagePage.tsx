import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { download } from '../ui/download';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { whole } from '../ui/format';
import { Note } from '../ui/Note';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import { Tabs } from '../ui/Tabs';
import { groupings, inOrder, type Grouping } from './grouping';
import { lastDays } from './range';
import { RangeFields } from './RangeFields';
import { toCsv } from './toCsv';
import { UsageReport } from './UsageReport';
import { UsageTotals } from './UsageTotals';
import { useUsage } from './useUsage';

export function UsagePage() {
  const [range, setRange] = useState(() => lastDays(30));
  const [grouping, setGrouping] = useState<Grouping>('day');
  const { data, error, refetch } = useUsage(range, grouping);
  const rows = data ? inOrder(data.rows, data.grouping) : [];

  const save = () => download(`usage-by-${grouping}-${range.from}-to-${range.to}.csv`, 'text/csv', [toCsv(rows)]);
  const isReady = data?.grouping === grouping && rows.length > 0;

  return (
    <Page
      title="Usage"
      actions={
        <Button onClick={save} disabled={!isReady}>
          <Download size={16} aria-hidden /> CSV
        </Button>
      }
    >
      <RangeFields range={range} onChange={setRange} />
      {error && <ErrorState title="The usage could not be loaded" error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton label="Loading the usage" lines={8} />}
      {data && !error && (
        <>
          <UsageTotals total={data.total} />
          {data.total.turns === 0 ? (
            <EmptyState title="No turn ended on these days" remedy="Choose other days, or send a message: what its turn took is counted as soon as it has ended.">
              <ButtonLink href="/" variant="primary">
                New conversation
              </ButtonLink>
            </EmptyState>
          ) : (
            <Tabs
              label="Grouping"
              value={grouping}
              onChange={setGrouping}
              tabs={groupings.map(({ value, label }) => ({
                value,
                label,
                content: data.grouping === value ? <UsageReport rows={rows} grouping={value} range={range} /> : <Skeleton label="Loading the rows" />,
              }))}
            />
          )}
          {data.total.estimatedTokens > 0 && <Note>{whole(data.total.estimatedTokens)} tokens were estimated: their provider did not tell.</Note>}
          {data.isTruncated && <Note tone="warning">There are more rows than the server gives at once; the totals have them all. Choose fewer days.</Note>}
        </>
      )}
    </Page>
  );
}
