package dev.unfold.worker.parameters;

import dev.unfold.worker.tensor.Matrix;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Spans of a flat vector in ascending order, neither empty nor adjacent. The elements of all spans,
 * one span after the other, are its packed elements.
 */
public final class VectorSpans implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The maximum number of floats that a visitor receives at once. */
  public static final int BLOCK = 4096;

  /** Processes {@code count} elements, at most {@link #BLOCK}, starting at {@code offset}. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int offset, int count);
  }

  /** Processes a part of a span. */
  @FunctionalInterface
  public interface PackedVisitor {
    /**
     * Processes {@code count} elements.
     *
     * @param offset the first element in the vector
     * @param packed the first element among the packed elements
     */
    void visit(int offset, int packed, int count);
  }

  private final int[] from;

  /** The number of elements of the spans before each, and of all. */
  private final int[] before;

  private VectorSpans(int[] from, int[] before) {
    this.from = from;
    this.before = before;
  }

  /** Collects spans in any order, which may overlap. */
  public static final class Builder {
    private long[] spans = new long[16];
    private int count;

    /**
     * Adds a span.
     *
     * @param from the first element
     * @param to the end, exclusive
     */
    public void add(int from, int to) {
      if (from < to) {
        if (count == spans.length) {
          spans = Arrays.copyOf(spans, 2 * count);
        }
        spans[count++] = (long) from << Integer.SIZE | to;
      }
    }

    /** Adds all spans of others. */
    public void add(VectorSpans others) {
      for (int i = 0; i < others.from.length; i++) {
        add(others.from[i], others.to(i));
      }
    }

    /** Returns the union of all spans. */
    public VectorSpans build() {
      Arrays.sort(spans, 0, count);
      int[] from = new int[count];
      int[] to = new int[count];
      int merged = 0;
      for (int i = 0; i < count; i++) {
        int start = (int) (spans[i] >> Integer.SIZE);
        if (merged == 0 || start > to[merged - 1]) {
          from[merged++] = start;
        }
        to[merged - 1] = Math.max(to[merged - 1], (int) spans[i]);
      }
      int[] before = new int[merged + 1];
      for (int i = 0; i < merged; i++) {
        before[i + 1] = before[i] + to[i] - from[i];
      }
      return new VectorSpans(Arrays.copyOf(from, merged), before);
    }
  }

  /** Returns one span. */
  public static VectorSpans of(int from, int to) {
    Builder builder = new Builder();
    builder.add(from, to);
    return builder.build();
  }

  /** Returns some tensors of a layout. */
  public static VectorSpans of(ParameterLayout layout, Predicate<ParameterTensor> included) {
    Builder builder = new Builder();
    for (ParameterTensor tensor : layout.tensors()) {
      if (included.test(tensor)) {
        builder.add(tensor.offset(), tensor.offset() + tensor.size());
      }
    }
    return builder.build();
  }

  /** Returns the vector of a layout without some tensors. */
  static VectorSpans without(ParameterLayout layout, List<ParameterTensor> excluded) {
    Builder builder = new Builder();
    int from = 0;
    for (ParameterTensor tensor : layout.tensors()) {
      if (excluded.contains(tensor)) {
        builder.add(from, tensor.offset());
        from = tensor.offset() + tensor.size();
      }
    }
    builder.add(from, layout.length());
    return builder.build();
  }

  /** Returns the union of all spans of some others. */
  public static VectorSpans union(List<VectorSpans> others) {
    Builder builder = new Builder();
    others.forEach(builder::add);
    return builder.build();
  }

  private int to(int span) {
    return from[span] + before[span + 1] - before[span];
  }

  /** Returns the number of elements of all spans. */
  public int length() {
    return before[from.length];
  }

  /** Returns whether the spans are the whole of a vector of the given length. */
  public boolean isAll(int vectorLength) {
    return length() == vectorLength;
  }

  /**
   * Returns the part of the spans that is in a range of the vector.
   *
   * @param rangeFrom the first element of the range
   * @param rangeTo its end, exclusive
   */
  public VectorSpans within(int rangeFrom, int rangeTo) {
    Builder builder = new Builder();
    for (int i = spanAt(rangeFrom); i < from.length && from[i] < rangeTo; i++) {
      builder.add(Math.max(from[i], rangeFrom), Math.min(to(i), rangeTo));
    }
    return builder.build();
  }

  /** Returns the number of packed elements before an element of the vector. */
  public int lengthBefore(int element) {
    int span = spanAt(element);
    return span == from.length ? length() : before[span] + Math.max(0, element - from[span]);
  }

  /** Returns the first span that ends after an element. */
  private int spanAt(int element) {
    int found = Arrays.binarySearch(from, element);
    int span = found >= 0 ? found : -found - 2;
    return span < 0 || to(span) <= element ? span + 1 : span;
  }

  /**
   * Returns the place of a range of the vector among the packed elements, or -1 if a part of it is
   * outside of all spans.
   */
  public int placeOf(int offset, int count) {
    int span = spanAt(offset);
    boolean inside = span < from.length && from[span] <= offset && offset + count <= to(span);
    return inside ? before[span] + offset - from[span] : -1;
  }

  /** Visits every element once, in ascending order. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < from.length; i++) {
      visit(from[i], to(i), visitor);
    }
  }

  /**
   * Visits the parts of spans that have a range of packed elements, in ascending order.
   *
   * @param packedFrom the first packed element
   * @param packedTo their end, exclusive; may exceed their number
   */
  public void forEachPacked(int packedFrom, int packedTo, PackedVisitor visitor) {
    int found = Arrays.binarySearch(before, 0, from.length, packedFrom);
    int first = found >= 0 ? found : -found - 2;
    for (int i = first; i < from.length && before[i] < packedTo; i++) {
      int start = Math.max(before[i], packedFrom);
      int end = Math.min(before[i + 1], packedTo);
      if (start < end) {
        visitor.visit(from[i] + start - before[i], start, end - start);
      }
    }
  }

  /**
   * Visits the parts of spans that are in a range of the vector, in ascending order.
   *
   * @param rangeFrom the first element of the range
   * @param rangeTo its end, exclusive
   */
  public void forEachIn(int rangeFrom, int rangeTo, PackedVisitor visitor) {
    for (int i = spanAt(rangeFrom); i < from.length && from[i] < rangeTo; i++) {
      int start = Math.max(from[i], rangeFrom);
      int end = Math.min(to(i), rangeTo);
      visitor.visit(start, before[i] + start - from[i], end - start);
    }
  }

  /**
   * Copies the packed elements of a vector into an array.
   *
   * @param vectorFrom the index of the first element of the vector in the matrix
   * @param toIndex the place of the first packed element in the array
   */
  public void pack(Matrix matrix, int vectorFrom, float[] to, int toIndex) {
    for (int i = 0; i < from.length; i++) {
      matrix.get(vectorFrom + from[i], to, toIndex + before[i], before[i + 1] - before[i]);
    }
  }

  /**
   * Copies packed elements to their places in a vector.
   *
   * @param packedFrom the place of the first packed element in the array
   * @param vectorFrom the index of the first element of the vector in the matrix
   */
  public void unpack(float[] packed, int packedFrom, Matrix matrix, int vectorFrom) {
    for (int i = 0; i < from.length; i++) {
      int count = before[i + 1] - before[i];
      matrix.put(vectorFrom + from[i], packed, packedFrom + before[i], count);
    }
  }

  /**
   * Copies packed elements to their places in a vector.
   *
   * @param packedFrom the place of the first packed element in the array
   * @param vectorFrom the index of the first element of the vector in its array
   */
  public void unpack(float[] packed, int packedFrom, float[] vector, int vectorFrom) {
    for (int i = 0; i < from.length; i++) {
      int count = before[i + 1] - before[i];
      System.arraycopy(packed, packedFrom + before[i], vector, vectorFrom + from[i], count);
    }
  }

  static void visit(int from, int to, Visitor visitor) {
    for (int offset = from; offset < to; offset += BLOCK) {
      visitor.visit(offset, Math.min(BLOCK, to - offset));
    }
  }
}
