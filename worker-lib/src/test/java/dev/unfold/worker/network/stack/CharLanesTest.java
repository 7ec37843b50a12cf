package dev.unfold.worker.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CharLanesTest {
  private static final int LANES = 24;
  private static final int MAX_CHARACTERS = 3;
  private static final DataShape SPELLED =
      new DataShape(List.of(InputShape.ofTokens(2)), 10, DataShape.Target.CLASSES, 2);

  @Test
  void theLongestComeFirstAndTheShortestLaneTakesTheNext() {
    String[] words = new String[LANES + 1];
    Arrays.setAll(words, i -> String.valueOf(10 + i));
    words[0] = "7";
    words[5] = "456";
    CharLanes lanes = new CharLanes(4 * LANES, MAX_CHARACTERS);
    lanes.fill(chunk(words));
    Chunk chunk = lanes.chunk();

    assertThat(chunk.batch()).isEqualTo(LANES);
    assertThat(chunk.steps()).isEqualTo(3);
    assertThat(lanes.firstRow(5)).isZero();
    assertThat(lanes.lastRow(5)).isEqualTo(2 * LANES);
    assertThat(lanes.firstRow(1)).isEqualTo(1);
    assertThat(lanes.lastRow(1)).isEqualTo(LANES + 1);
    assertThat(lanes.firstRow(0)).isEqualTo(2 * LANES + 1);
    assertThat(chunk.inputs()[2 * LANES + 1]).isEqualTo(7);
    assertThat(chunk.resets()[2 * LANES + 1]).isTrue();
    assertThat(chunk.resets()[2 * LANES]).isFalse();
    assertThat(chunk.present()[2 * LANES + 2]).isFalse();
  }

  @Test
  void wordsWithTheSameSpellingShareALane() {
    CharLanes lanes = new CharLanes(8, MAX_CHARACTERS);
    lanes.fill(chunk("12", "21", "12", "", "1", "12"));
    assertThat(lanes.firstRow(2)).isEqualTo(lanes.firstRow(0)).isEqualTo(lanes.firstRow(5));
    assertThat(lanes.firstRow(1)).isNotEqualTo(lanes.firstRow(0));
    assertThat(lanes.firstRow(4)).isNotEqualTo(lanes.firstRow(0));
    assertThat(lanes.hasCharacters(3)).isFalse();
    assertThat(present(lanes.chunk())).isEqualTo(5);
  }

  @Test
  void theMaximumNumberAndLengthOfWordsFit() {
    int positions = 1001;
    String[] words = new String[positions];
    Arrays.setAll(words, i -> String.format("%03d", i % 1000));
    words[1000] = "0";
    CharLanes lanes = new CharLanes(positions, MAX_CHARACTERS);
    lanes.fill(chunk(words));
    assertThat(present(lanes.chunk())).isEqualTo(MAX_CHARACTERS * 1000 + 1);
  }

  @Test
  void nothingRemainsOfThePreviousChunk() {
    CharLanes lanes = new CharLanes(4, MAX_CHARACTERS);
    lanes.fill(chunk("123", "45", "6", "7"));
    lanes.fill(chunk("", "", "", ""));
    assertThat(lanes.chunk().steps()).isEqualTo(1);
    assertThat(present(lanes.chunk())).isZero();
    assertThat(lanes.hasCharacters(0)).isFalse();
  }

  private static long present(Chunk chunk) {
    long count = 0;
    for (int i = 0; i < chunk.steps() * chunk.batch(); i++) {
      count += chunk.present()[i] ? 1 : 0;
    }
    return count;
  }

  /** Returns one step of words of digits. */
  private static Chunk chunk(String... words) {
    Chunk chunk = new Chunk(1, words.length, SPELLED, MAX_CHARACTERS);
    Chunk characters = chunk.characters().orElseThrow();
    Arrays.fill(characters.present(), false);
    for (int word = 0; word < words.length; word++) {
      for (int i = 0; i < words[word].length(); i++) {
        characters.present()[i * words.length + word] = true;
        characters.inputs()[i * words.length + word] = words[word].charAt(i) - '0';
      }
    }
    characters.filled(MAX_CHARACTERS);
    chunk.filled(1);
    return chunk;
  }
}
