package dev.unfold.driver.corpus.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.RawField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeMomentsTest {
  /** Changes 2, -3, 1 and 10, 10, 10 of the first row, 4 and 10 of the second. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSmallCaseByHand(boolean reversed) {
    ChangeMoments moments = new ChangeMoments(1, 2, reversed);
    moments.add(frames(2, 5, 10, 7, 20, 4, 30, 5, 40), 0);
    moments.add(frames(2, 1, 0, 5, 10), 0);

    FrameScale scale = moments.scale();
    assertThat(scale.mean()).containsExactly(reversed ? -1.0 : 1.0, reversed ? -10.0 : 10.0);
    assertThat(scale.deviation()).containsExactly(Math.sqrt(6.5), 1.0);
    // Over two steps: 5 to 4 and 7 to 5, 20 twice; the second row has no third step.
    assertThat(moments.errors(new FrameScale(List.of(0.0, 0.0), List.of(1.0, 4.0))))
        .containsExactly(1.5, 5.0);
  }

  /** Over two steps 2 to 7 and 5 to 4, both numbers by 20 in the second column. */
  @Test
  void changesAreOverTheStepsAhead() {
    ChangeMoments moments = new ChangeMoments(2, 1, false);
    moments.add(frames(2, 2, 10, 5, 20, 7, 30, 4, 40), 0);

    assertThat(moments.scale().mean()).containsExactly(2.0, 20.0);
    assertThat(moments.scale().deviation()).containsExactly(3.0, 1.0);
    assertThat(moments.errors(FrameScale.none(2))).containsExactly(8 / 3.0, 10.0);
  }

  @Test
  void stepsInPartsAreThoseOfTheSequence() {
    RawField.Numbers sequence = frames(2, new Random(5).doubles(200).toArray());
    ChangeMoments whole = new ChangeMoments(3, 7, false);
    whole.add(sequence, 0);
    ChangeMoments parts = new ChangeMoments(3, 7, false);
    parts.add(steps(sequence, 0, 20), 0);
    parts.add(steps(sequence, 13, 90), 7);
    parts.add(steps(sequence, 83, 100), 7);

    assertThat(parts.scale()).isEqualTo(whole.scale());
    assertThat(parts.errors(FrameScale.none(2))).isEqualTo(whole.errors(FrameScale.none(2)));
  }

  private static RawField.Numbers steps(RawField.Numbers frames, int from, int to) {
    int width = frames.width();
    return frames(width, Arrays.copyOfRange(frames.values(), from * width, to * width));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "2, 3", "5, 24"})
  void orderAndGroupsDoNotMatter(int width, int season) {
    Random random = new Random(width);
    List<RawField.Numbers> rows = new ArrayList<>();
    for (int length : new int[] {1, 2, 3, 24, 25, 26, 100, 1000}) {
      rows.add(frames(width, random.doubles((long) width * length, -1e9, 1e9).toArray()));
    }
    ChangeMoments whole = sum(rows, season);
    Collections.shuffle(rows, random);
    ChangeMoments parts = sum(rows.subList(0, 3), season);
    parts.addAll(new ChangeMoments(1, season, false));
    parts.addAll(sum(rows.subList(3, rows.size()), season));

    FrameScale unit = FrameScale.none(width);
    assertThat(parts.scale()).isEqualTo(whole.scale());
    assertThat(parts.errors(unit)).isEqualTo(whole.errors(unit)).hasSize(width);
  }

  /** Tenths are not exact in double precision, so their steps differ by rounding errors. */
  @Test
  void aConstantChangeIsOnlyShifted() {
    double[] tenths = new double[500];
    double[] times = new double[500];
    for (int i = 0; i < tenths.length; i++) {
      tenths[i] = 0.1 * i;
      times[i] = 1.7e9 + i + (i % 2 == 0 ? 0.001 : 0);
    }
    FrameScale scale = sum(List.of(frames(1, tenths)), 1).scale();
    assertThat(scale.deviation()).containsExactly(1.0);
    assertThat(scale.mean().get(0)).isCloseTo(0.1, within(1e-15));
    assertThat(sum(List.of(frames(1, times)), 1).scale().deviation().get(0))
        .isCloseTo(0.001, within(1e-6));
  }

  @Test
  void nothingChangesInRowsOfOneStep() {
    ChangeMoments none = new ChangeMoments(1, 1, false);
    assertThat(none.scale()).isEqualTo(FrameScale.none(1));
    none.add(frames(3, 1, 2, 3), 0);
    assertThat(none.scale()).isEqualTo(FrameScale.none(3));
    assertThat(none.errors(FrameScale.none(3))).isEmpty();
    ChangeMoments longer = new ChangeMoments(1, 3, false);
    longer.add(frames(1, 1, 5, 2), 0);
    assertThat(longer.errors(FrameScale.none(1))).isEmpty();
  }

  private static RawField.Numbers frames(int width, double... values) {
    return new RawField.Numbers(values, width);
  }

  private static ChangeMoments sum(List<RawField.Numbers> rows, int season) {
    ChangeMoments moments = new ChangeMoments(1, season, false);
    rows.forEach(row -> moments.add(row, 0));
    return moments;
  }
}
