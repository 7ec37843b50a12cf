package dev.unfold.worker.parameters;

import java.util.ArrayList;
import java.util.List;

/** Spans of a flat vector, visited in blocks that fit into a small scratch array. */
public final class VectorSpans {
  /** The maximum number of floats that a visitor receives at once. */
  public static final int BLOCK = 4096;

  /** Processes {@code count} elements, at most {@link #BLOCK}, starting at {@code offset}. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int offset, int count);
  }

  private record Span(int from, int to) {}

  private final List<Span> spans;

  private VectorSpans(List<Span> spans) {
    this.spans = List.copyOf(spans);
  }

  static VectorSpans of(int from, int to) {
    return new VectorSpans(List.of(new Span(from, to)));
  }

  /** Returns the vector of a layout without some tensors. */
  static VectorSpans without(ParameterLayout layout, List<ParameterSlot> excluded) {
    List<Span> spans = new ArrayList<>();
    int from = 0;
    for (ParameterSlot tensor : layout.tensors()) {
      if (excluded.contains(tensor)) {
        spans.add(new Span(from, tensor.offset()));
        from = tensor.offset() + tensor.size();
      }
    }
    spans.add(new Span(from, layout.length()));
    return new VectorSpans(spans);
  }

  /** Visits every element once, in ascending order. */
  public void forEach(Visitor visitor) {
    for (Span span : spans) {
      visit(span.from(), span.to(), visitor);
    }
  }

  static void visit(int from, int to, Visitor visitor) {
    for (int offset = from; offset < to; offset += BLOCK) {
      visitor.visit(offset, Math.min(BLOCK, to - offset));
    }
  }
}
