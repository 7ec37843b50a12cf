package dev.unfold.worker.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneSourceTest {
  @Test
  void equalInputsHaveEqualKeys() {
    Chunk words = new Chunk(2, 4);
    fill(words.inputs(), 1, 1, 1, 2, 2, 2, 3, 1);
    words.present()[7] = false;
    assertThat(key(words, 0)).isEqualTo(key(words, 1)).isNotEqualTo(key(words, 2));
    assertThat(key(words, 3)).isNotEqualTo(key(words, 0));

    Chunk bags = bags();
    assertThat(key(bags, 0)).isEqualTo(key(bags, 1)).isNotEqualTo(key(bags, 2));
  }

  @Test
  void lettersTellUnknownWordsApart() {
    DataShape spelled =
        new DataShape(List.of(InputShape.ofTokens(5)), 9, DataShape.Target.CLASSES, 2);
    Chunk words = new Chunk(1, 3, spelled, 2);
    Chunk characters = words.characters().orElseThrow();
    fill(characters.inputs(), 4, 4, 4, 5, 5, 6);
    assertThat(key(words, 0)).isEqualTo(key(words, 1)).isNotEqualTo(key(words, 2));
  }

  @Test
  void tokensAreThoseThatAreAskedFor() {
    Chunk words = new Chunk(3, 1);
    fill(words.inputs(), 2, 1, 2);
    assertThat(new LaneSource(words, 0).tokens(Map.of(2, "b", 3, "c"))).containsExactly("b", "b");
    assertThat(new LaneSource(bags(), 2).tokens(Map.of(0, "a", 1, "b"))).containsExactly("b");
  }

  /** Returns bags of 3 words: the first and the second twice, then the second and the third. */
  private static Chunk bags() {
    DataShape bag = new DataShape(InputShape.ofFrames(3), DataShape.Target.CLASSES, 2);
    Chunk bags = new Chunk(1, 3, bag, 0);
    float[] members = {1, 1, 0, 1, 1, 0, 0, 1, 1};
    System.arraycopy(members, 0, bags.frames(), 0, members.length);
    return bags;
  }

  private static void fill(int[] to, int... values) {
    System.arraycopy(values, 0, to, 0, values.length);
  }

  private static String key(Chunk source, int lane) {
    return new LaneSource(source, lane).key();
  }
}
