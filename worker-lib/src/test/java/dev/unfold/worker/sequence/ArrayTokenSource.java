package dev.unfold.worker.sequence;

/** A token source in memory. */
public record ArrayTokenSource(int... ids) implements TokenSource {
  @Override
  public long length() {
    return ids.length;
  }

  @Override
  public void read(long position, int[] to, int offset, int count) {
    System.arraycopy(ids, (int) position, to, offset, count);
  }
}
