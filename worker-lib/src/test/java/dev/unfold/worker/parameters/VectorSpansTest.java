package dev.unfold.worker.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares spans with sets of elements. */
class VectorSpansTest {
  private static final int LENGTH = 40;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 20})
  void spansAreTheSetOfTheirElements(int count) {
    for (int seed = 0; seed < 10; seed++) {
      BitSet elements = new BitSet();
      VectorSpans spans = draw(new CounterRandom(seed), count, elements);
      int[] expected = elements.stream().toArray();
      assertThat(visited(spans)).containsExactly(expected);
      assertThat(spans.length()).isEqualTo(expected.length);
      assertThat(spans.isAll(LENGTH)).isEqualTo(expected.length == LENGTH);
      for (int from = 0; from <= LENGTH; from++) {
        BitSet before = elements.get(0, from);
        assertThat(spans.lengthBefore(from)).isEqualTo(before.cardinality());
        for (int to = from; to <= LENGTH; to++) {
          assertRange(spans, elements, from, to);
        }
      }
    }
  }

  private static void assertRange(VectorSpans spans, BitSet elements, int from, int to) {
    int[] inside = elements.stream().filter(i -> i >= from && i < to).toArray();
    assertThat(visited(spans.within(from, to))).containsExactly(inside);
    List<Integer> seen = new ArrayList<>();
    spans.forEachIn(
        from,
        to,
        (offset, packed, part) -> {
          assertThat(packed).isEqualTo(elements.get(0, offset).cardinality());
          IntStream.range(offset, offset + part).forEach(seen::add);
        });
    assertThat(ints(seen)).containsExactly(inside);
    if (from < to) {
      boolean all = elements.get(from, to).cardinality() == to - from;
      int place = all ? elements.get(0, from).cardinality() : -1;
      assertThat(spans.placeOf(from, to - from)).isEqualTo(place);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 20})
  void packedElementsReturnToTheirPlaces(int count) {
    try (Workspace workspace = new Workspace()) {
      Matrix vector = workspace.matrix(2, LENGTH);
      IntStream.range(0, 2 * LENGTH).forEach(i -> vector.put(i, i + 1));
      BitSet elements = new BitSet();
      VectorSpans spans = draw(new CounterRandom(count), count, elements);
      float[] packed = new float[spans.length() + 1];
      spans.pack(vector, LENGTH, packed, 1);
      float[] unpacked = new float[2 * LENGTH];
      spans.unpack(packed, 1, unpacked, LENGTH);
      Matrix matrix = workspace.matrix(2, LENGTH);
      spans.unpack(packed, 1, matrix, LENGTH);
      for (int i = 0; i < 2 * LENGTH; i++) {
        float expected = i >= LENGTH && elements.get(i - LENGTH) ? i + 1 : 0;
        assertThat(unpacked[i]).isEqualTo(expected);
        assertThat(matrix.get(i)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void packedRangesCoverEveryElementOnce(int length) {
    BitSet elements = new BitSet();
    VectorSpans spans = draw(new CounterRandom(length), 8, elements);
    List<Integer> seen = new ArrayList<>();
    for (int from = 0; from < spans.length(); from += length) {
      spans.forEachPacked(
          from,
          from + length,
          (offset, packed, count) -> {
            assertThat(packed).isEqualTo(elements.get(0, offset).cardinality());
            IntStream.range(offset, offset + count).forEach(seen::add);
          });
    }
    assertThat(ints(seen)).containsExactly(elements.stream().toArray());
  }

  /** Draws spans, which may overlap or be empty, and adds their elements to a set. */
  private static VectorSpans draw(CounterRandom random, int count, BitSet elements) {
    VectorSpans.Builder builder = new VectorSpans.Builder();
    for (int i = 0; i < count; i++) {
      int from = (int) (random.uniform(2L * i) * LENGTH);
      int to = Math.min(LENGTH, from + (int) (random.uniform(2L * i + 1) * 9));
      builder.add(from, to);
      elements.set(from, to);
    }
    return VectorSpans.union(List.of(builder.build(), VectorSpans.of(3, 3)));
  }

  private static int[] visited(VectorSpans spans) {
    List<Integer> seen = new ArrayList<>();
    spans.forEach((offset, count) -> IntStream.range(offset, offset + count).forEach(seen::add));
    return ints(seen);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
