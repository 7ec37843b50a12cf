package dev.unfold.worker.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CharLanesTest {
  private static final int MAX_CHARACTERS = 3;
  private static final DataShape SPELLED =
      new DataShape(List.of(InputShape.ofTokens(2)), 10, DataShape.Target.CLASSES, 2);

  @Test
  void theLongestComeFirstAndTheShortestLaneTakesTheNext() {
    CharLanes lanes = new CharLanes(8, MAX_CHARACTERS);
    lanes.fill(chunk("1", "23", "456", "7", "8"));
    Chunk chunk = lanes.chunk();
    assertThat(chunk.batch()).isEqualTo(2);
    assertThat(chunk.steps()).isEqualTo(4);
    assertThat(Arrays.copyOf(chunk.inputs(), 8)).containsExactly(4, 2, 5, 3, 6, 1, 7, 8);
    assertThat(Arrays.copyOf(chunk.present(), 8)).containsOnly(true);
    assertThat(Arrays.copyOf(chunk.resets(), 8))
        .containsExactly(true, true, false, false, false, true, true, true);
    assertThat(lanes.firstRow(2)).isZero();
    assertThat(lanes.lastRow(2)).isEqualTo(4);
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
