import { lazy, Suspense, useState } from 'react';
import { counted } from '../ui/format';
import { Note } from '../ui/Note';
import { Select } from '../ui/Select';
import { Skeleton } from '../ui/Skeleton';
import type { UsageSum } from '@aiwhisperer/client';
import { chartBars, type Measure } from './chartBars';
import type { Grouping } from './grouping';
import type { Range } from './range';
import styles from './UsageReport.module.css';
import { UsageTable } from './UsageTable';
import { useChartNames } from './useChartNames';

const UsageChart = lazy(async () => ({ default: (await import('./UsageChart')).UsageChart }));

const measures: { value: Measure; label: string }[] = [
  { value: 'tokens', label: 'Tokens' },
  { value: 'cost', label: 'Cost' },
  { value: 'turns', label: 'Turns' },
];

/** The file for a spreadsheet has all rows. */
const mostRows = 100;

/** One grouping of the usage, as bars and as a table. */
export function UsageReport({ rows, grouping, range }: { rows: readonly UsageSum[]; grouping: Grouping; range: Range }) {
  const [measure, setMeasure] = useState<Measure>('tokens');
  const bars = chartBars(rows, grouping, range);
  const nameOf = useChartNames(bars, grouping);
  return (
    <div className={styles.report}>
      <div className={styles.measure}>
        <Select label="Measure of the chart" isLabelHidden size="small" value={measure} onChange={setMeasure} options={measures} />
      </div>
      <Suspense fallback={<Skeleton label="Loading the chart" lines={6} />}>
        <UsageChart bars={bars} measure={measure} areDays={grouping === 'day'} nameOf={nameOf} />
      </Suspense>
      <UsageTable rows={rows.slice(0, mostRows)} grouping={grouping} />
      {rows.length > mostRows && (
        <Note>
          The first {mostRows} of {counted(rows.length, 'row')} are shown. Download the CSV file to have all.
        </Note>
      )}
    </div>
  );
}
