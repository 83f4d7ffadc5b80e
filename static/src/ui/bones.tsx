import { useEffect, useState } from 'preact/hooks';

/** True after 300 ms: what is quick shows nothing, so that nothing flickers. */
export function useLate(ms = 300): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const t = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(t);
  }, []);
  return late;
}

const widths = ['60%', '74%', '52%'];

/** Grey bars in the exact size of rows, while the first answer is on its way. */
export function BoneRows({ rows, columns }: { rows: number; columns: number }) {
  const late = useLate();
  const each = (n: number) => Array.from({ length: n }, (_, i) => i);
  return (
    <table class="tbl bones" aria-busy="true" aria-label="Loading">
      <tbody>
        {each(rows).map((r) => (
          <tr key={r}>
            {each(columns).map((c) => (
              <td key={c}>{late && <span class="bone" style={{ width: widths[(r + c) % 3] }} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
