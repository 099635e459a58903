import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { dollars, short, whole } from '../ui/format';
import type { Bar as BarData, Measure } from './chartBars';
import styles from './UsageChart.module.css';

interface UsageChartProps {
  bars: readonly BarData[];
  measure: Measure;
  /** Whether the bars are days, which stand beside one another; else they lie below one another, for their names are long. */
  areDays: boolean;
  /** The name to show for a bar. */
  nameOf: (name: string) => string;
}

const series: Readonly<Record<Measure, readonly { key: 'input' | 'output' | 'cost' | 'turns'; name: string; fill: string }[]>> = {
  tokens: [
    { key: 'input', name: 'Input tokens', fill: 'var(--chart-1)' },
    { key: 'output', name: 'Output tokens', fill: 'var(--chart-2)' },
  ],
  cost: [{ key: 'cost', name: 'Cost, where the price is known', fill: 'var(--chart-1)' }],
  turns: [{ key: 'turns', name: 'Turns', fill: 'var(--chart-1)' }],
};

const barHeight = 40;

/** The figures of the table below it as bars. It is a picture: those who cannot see it have the table. */
export function UsageChart({ bars, measure, areDays, nameOf }: UsageChartProps) {
  const told = (value: unknown) => (measure === 'cost' ? dollars(Number(value)) : whole(Number(value)));
  const figureAxis = {
    type: 'number',
    tickFormatter: (value: number) => (measure === 'cost' ? dollars(value) : short(value)),
    allowDecimals: measure === 'cost',
    tickLine: false,
    axisLine: false,
    tick: styleOfTicks,
  } as const;
  const nameAxis = { type: 'category', dataKey: 'name', tickLine: false, axisLine: { stroke: 'var(--border)' }, tick: styleOfTicks } as const;
  return (
    <div className={styles.chart} role="img" aria-label="Bars of the figures in the table below">
      <ResponsiveContainer width="100%" height={areDays ? 240 : bars.length * barHeight + 72}>
        <BarChart data={[...bars]} layout={areDays ? 'horizontal' : 'vertical'} accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
          <CartesianGrid stroke="var(--border)" vertical={!areDays} horizontal={areDays} />
          {areDays ? <XAxis {...nameAxis} tickFormatter={dayAndMonth} minTickGap={24} /> : <XAxis {...figureAxis} />}
          {areDays ? <YAxis {...figureAxis} width={56} /> : <YAxis {...nameAxis} tickFormatter={(name: string) => cut(nameOf(name))} width={150} />}
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--surface-hover)' }}
            formatter={told}
            labelFormatter={(name) => nameOf(String(name))}
            contentStyle={styleOfTooltip}
          />
          <Legend iconType="circle" formatter={(name) => <span className={styles.series}>{name}</span>} />
          {series[measure].map(({ key, name, fill }) => (
            <Bar key={key} dataKey={key} name={name} fill={fill} stackId="all" maxBarSize={36} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

const styleOfTicks = { fill: 'var(--text-muted)', fontSize: 12 };
const styleOfTooltip = {
  border: '1px solid var(--border)',
  borderRadius: 'var(--radius)',
  background: 'var(--surface-raised)',
  color: 'var(--text)',
  fontSize: 'var(--text-small)',
};

const dayAndMonth = (day: string) => new Date(day).toLocaleDateString('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const cut = (name: string) => (name.length > 22 ? `${name.slice(0, 21)}…` : name);
