import { FakeClock } from '../FakeClock';
import { ListQueue, type Turn } from './ListQueue';

const SLOW = 10_000;

function aQueue() {
  const clock = new FakeClock();
  const queue = new ListQueue({ clock, slowPage: SLOW, clusters: 2 });
  const admitted: string[] = [];
  const turns = new Map<string, Turn>();
  const take = (cluster: string, signal = new AbortController().signal) =>
    queue.take(cluster, signal).then(turn => {
      admitted.push(cluster);
      turns.set(cluster, turn);
      return turn;
    });
  return { clock, take, admitted, turns };
}

/** A page that arrives when told. */
function aPage() {
  let arrive = () => {};
  const page = new Promise<void>(resolve => {
    arrive = resolve;
  });
  return { page, arrive };
}

describe('ListQueue', () => {
  it('lets two clusters list at once', async () => {
    const { clock, take, admitted, turns } = aQueue();
    void ['a', 'b', 'c'].map(name => take(name));
    await clock.settle();
    expect(admitted).toEqual(['a', 'b']);
    turns.get('a')?.release();
    await clock.settle();
    expect(admitted).toEqual(['a', 'b', 'c']);
  });

  it('lets a cluster list one kind at a time, and the others go by', async () => {
    const { clock, take, admitted, turns } = aQueue();
    void ['a', 'a', 'b'].map(name => take(name));
    await clock.settle();
    expect(admitted).toEqual(['a', 'b']);
    turns.get('a')?.release();
    await clock.settle();
    expect(admitted).toEqual(['a', 'b', 'a']);
  });

  it('gives a turn back once, however often it is released', async () => {
    const { clock, take, admitted, turns } = aQueue();
    void ['a', 'b', 'c', 'd'].map(name => take(name));
    await clock.settle();
    turns.get('a')?.release();
    turns.get('a')?.release();
    await clock.settle();
    expect(admitted).toEqual(['a', 'b', 'c']);
  });

  it('passes the turn of a slow page on, and sends its cluster to the end', async () => {
    const { clock, take, admitted, turns } = aQueue();
    const a = await take('a');
    await take('b');
    void ['a', 'c', 'd'].map(name => take(name));
    const slow = aPage();
    let isThere = false;
    const page = a.page(() => slow.page).then(() => (isThere = true));
    await clock.advance(SLOW - 1);
    expect(admitted).toEqual(['a', 'b']);
    await clock.advance(1);
    expect(admitted).toEqual(['a', 'b', 'c']);

    slow.arrive();
    await clock.settle();
    // It has its page, but goes on only when it is its turn again.
    expect(isThere).toBe(false);
    turns.get('b')?.release();
    await clock.settle();
    expect(admitted).toEqual(['a', 'b', 'c', 'd']);
    turns.get('c')?.release();
    turns.get('d')?.release();
    await clock.settle();
    turns.get('a')?.release();
    await page;
    expect(isThere).toBe(true);
  });

  it('keeps the turn while pages are quick', async () => {
    const { clock, take, admitted } = aQueue();
    const a = await take('a');
    await take('b');
    void take('c');
    for (let page = 0; page < 5; page++) {
      const quick = aPage();
      const fetched = a.page(() => quick.page);
      await clock.advance(SLOW - 1);
      quick.arrive();
      await fetched;
    }
    expect(admitted).toEqual(['a', 'b']);
  });

  it('passes the error of a page on', async () => {
    const { take } = aQueue();
    const a = await take('a');
    const page = a.page(() => Promise.reject(new Error('no')));
    await expect(page).rejects.toThrow('no');
  });

  it('forgets who gave up waiting', async () => {
    const { clock, take, admitted, turns } = aQueue();
    await take('a');
    await take('b');
    const end = new AbortController();
    const gone = take('c', end.signal);
    void take('d');
    end.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    turns.get('a')?.release();
    await clock.settle();
    expect(admitted).toEqual(['a', 'b', 'd']);
  });

  it('is not blocked by somebody who gave up in the moment of admission', async () => {
    const { clock, take, admitted, turns } = aQueue();
    await take('a');
    await take('b');
    const end = new AbortController();
    const gone = take('c', end.signal);
    turns.get('a')?.release();
    end.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    void take('c');
    await clock.settle();
    expect(admitted).toEqual(['a', 'b', 'c']);
  });
});
