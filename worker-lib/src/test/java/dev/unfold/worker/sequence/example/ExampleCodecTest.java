package dev.unfold.worker.sequence.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.example.FieldSequence.Frames;
import dev.unfold.worker.sequence.example.FieldSequence.IdSets;
import dev.unfold.worker.sequence.example.FieldSequence.Ids;
import dev.unfold.worker.sequence.example.FieldSequence.Parts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExampleCodecTest {
  private static final Ids NOTHING = new Ids(new int[0]);

  private static final List<Example> EXAMPLES =
      List.of(
          new Example(new Ids(new int[] {0, 1, 127, 128, 16_384, Integer.MAX_VALUE}), NOTHING),
          new Example(
              new IdSets(new int[][] {{60, 64, 67}, {}, {300}}),
              new IdSets(new int[][] {{1}, {}, {2, 1}})),
          new Example(
              new Frames(new float[] {-1.5f, 0, Float.MIN_VALUE, Float.MAX_VALUE, -0f, 3}, 3),
              new Frames(new float[] {2.25f}, 1)),
          new Example(
              new Ids(new int[] {5, 6}),
              new Ids(new int[] {3}),
              Optional.of(new IdSets(new int[][] {{1, 2, 3}, {4}}))),
          new Example(
              new Parts(
                  List.of(
                      new Ids(new int[] {5, 6}),
                      new Frames(new float[] {1, 2, 3, 4}, 2),
                      new IdSets(new int[][] {{1, 2}, {}}),
                      new Ids(new int[] {0, 300}))),
              new Ids(new int[] {3, 4})),
          new Example(
              new Ids(new int[] {5, 6, 7}),
              new MaskedField(new Ids(new int[] {0, 4, 0}), new boolean[] {false, true, false})),
          new Example(
              new Ids(new int[] {5, 6}),
              new MaskedField(
                  new Frames(new float[] {2, 3, 0, 0}, 2), new boolean[] {true, false})),
          new Example(
              new Ids(new int[] {5, 6}),
              new Ids(new int[] {3}),
              Optional.of(new IdSets(new int[][] {{1, 2, 3}, {4}})),
              Optional.of(new Frames(new float[] {0.5f}, 1))),
          new Example(
              new Ids(new int[] {5, 6}),
              new Ids(new int[] {3, 4}),
              Optional.empty(),
              Optional.of(new Frames(new float[] {0, Float.MAX_VALUE}, 1))));

  @Test
  void whatIsWrittenIsRead() throws ExampleFormatException {
    for (Example example : EXAMPLES) {
      assertThat(ExampleCodec.decode(ExampleCodec.encode(example))).isEqualTo(example);
    }
  }

  @Test
  void tokensTakeAByteOrTwo() {
    assertThat(ExampleCodec.encode(new Example(new Ids(new int[] {1, 200}), NOTHING)))
        .containsExactly(0, 0, 2, 1, 200, 1, 0, 0);
  }

  @Test
  void runsOfStepsAreWrittenInOneWay() {
    byte[] masked = {0, 0, 1, 5, 4, 0, 1, 3, 0, 0, 0, 1};
    assertThatThrownBy(() -> ExampleCodec.decode(masked))
        .isInstanceOf(ExampleFormatException.class)
        .hasMessageContaining("expected a run of the 1 other steps");
  }

  @Test
  void everyCutIsRefused() {
    for (Example example : EXAMPLES) {
      byte[] bytes = ExampleCodec.encode(example);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> ExampleCodec.decode(cut))
            .isInstanceOf(ExampleFormatException.class);
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> ExampleCodec.decode(longer))
          .isInstanceOf(ExampleFormatException.class)
          .hasMessageContaining("expected the end");
    }
  }

  @Test
  void bytesAreRefusedOrAreThoseOfTheirExample() {
    Random random = new Random(3);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = ExampleCodec.encode(EXAMPLES.get(i % EXAMPLES.size()));
      for (int change = 0; change <= i % 3; change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(ExampleCodec.encode(ExampleCodec.decode(bytes))).isEqualTo(bytes);
        read++;
      } catch (ExampleFormatException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(read).isBetween(1000, 45_000);
  }

  @Test
  void lengthsAreComparedWithTheRemainingBytes() {
    byte[] manyIds = {0, 0, -1, -1, -1, -1, 7, 0};
    byte[] manyFrames = {0, 2, -1, -1, -1, -1, 7, -1, -1, -1, -1, 7, 0};
    for (byte[] bytes : List.of(manyIds, manyFrames)) {
      assertThatExceptionOfType(ExampleFormatException.class)
          .isThrownBy(() -> ExampleCodec.decode(bytes))
          .withMessageStartingWith("expected 2147483647 times");
    }
  }

  @Test
  void fieldsAreCutAndReversed() {
    assertThat(new Ids(new int[] {1, 2, 3}).range(1, 3)).isEqualTo(new Ids(new int[] {2, 3}));
    assertThat(new Ids(new int[] {1, 2, 3}).reversed()).isEqualTo(new Ids(new int[] {3, 2, 1}));
    IdSets sets = new IdSets(new int[][] {{1, 2}, {}, {3}});
    assertThat(sets.range(0, 2)).isEqualTo(new IdSets(new int[][] {{1, 2}, {}}));
    assertThat(sets.reversed()).isEqualTo(new IdSets(new int[][] {{3}, {}, {1, 2}}));
    Frames frames = new Frames(new float[] {1, 2, 3, 4, 5, 6}, 2);
    assertThat(frames.range(1, 2)).isEqualTo(new Frames(new float[] {3, 4}, 2));
    assertThat(frames.reversed()).isEqualTo(new Frames(new float[] {5, 6, 3, 4, 1, 2}, 2));
    Parts parts = new Parts(List.of(sets, frames));
    assertThat(parts.range(1, 3))
        .isEqualTo(new Parts(List.of(sets.range(1, 3), frames.range(1, 3))));
    assertThat(parts.reversed()).isEqualTo(new Parts(List.of(sets.reversed(), frames.reversed())));
    Ids label = new Ids(new int[] {7});
    IdSets bag = new IdSets(new int[][] {{1, 2}});
    Frames vector = new Frames(new float[] {1, 2}, 2);
    assertThat(new Parts(List.of(label, bag, vector)).repeated(2))
        .isEqualTo(
            new Parts(
                List.of(
                    new Ids(new int[] {7, 7}),
                    new IdSets(new int[][] {{1, 2}, {1, 2}}),
                    new Frames(new float[] {1, 2, 1, 2}, 2))));
  }

  @Test
  void anExampleIsWhatItsPartsAllow() {
    for (float[] weights : new float[][] {{-1}, {}}) {
      Optional<Frames> frames = Optional.of(new Frames(weights, 1));
      assertThatThrownBy(
              () -> new Example(new Ids(new int[] {1}), NOTHING, Optional.empty(), frames))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected weights of at least 0");
    }
    assertThatThrownBy(() -> new Example(NOTHING, NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one step");
    assertThatThrownBy(
            () ->
                new Example(
                    new Ids(new int[2]), NOTHING, Optional.of(new IdSets(new int[][] {{1}}))))
        .hasMessageContaining("characters of 2 words, found those of 1");
    assertThatThrownBy(() -> new Ids(new int[] {-1})).hasMessageContaining("found -1");
    assertThatThrownBy(() -> new Parts(List.of()))
        .hasMessageContaining("one or more plain fields, found []");
    assertThatThrownBy(() -> new Parts(List.of(new Ids(new int[2]), new Ids(new int[3]))))
        .hasMessageContaining("fields of equal length, found [2, 3] steps");
    assertThatThrownBy(() -> new Parts(List.of(new Parts(List.of(new Ids(new int[2]))))))
        .hasMessageContaining("one or more plain fields");
    assertThatThrownBy(() -> new Frames(new float[] {1, 2, 3}, 2))
        .hasMessageContaining("3 numbers");
    assertThatThrownBy(() -> new Frames(new float[] {Float.NaN}, 1)).hasMessageContaining("NaN");
  }
}
