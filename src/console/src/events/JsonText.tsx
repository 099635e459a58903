import styles from './JsonText.module.css';

const parts = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Beyond this, colours would cost more than they help. */
const mostColoured = 50_000;

/** JSON with its names, texts and numbers told apart. */
export function JsonText({ json }: { json: string }) {
  return (
    <pre className={styles.json} tabIndex={0} aria-label="JSON of the event">
      {json.length > mostColoured ? json : coloured(json)}
    </pre>
  );
}

function coloured(json: string) {
  const pieces = [];
  let end = 0;
  for (const match of json.matchAll(parts)) {
    const [all, text, colon] = match;
    const shown = text ?? all;
    pieces.push(json.slice(end, match.index));
    pieces.push(
      <span key={match.index} className={colon ? styles.name : text ? styles.text : styles.value}>
        {shown}
      </span>,
    );
    end = match.index + shown.length;
  }

  return [...pieces, json.slice(end)];
}
