package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings.Bleu;
import dev.unfold.worker.settings.corpus.ScoringSettings.References;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PooledSequencesTest {
  private static final ScoringSettings SETTINGS =
      new ScoringSettings(References.INPUT, Bleu.WORDS, "_");
  private static final List<String> SLOT = List.of("_name");
  private static final List<String> MADE = List.of("_name", "is", "a", "nice", "place");
  private static final List<String> OTHER = List.of("here", "is", "_name");

  /** Each row counts, with the targets of all rows of its input, wherever they were added. */
  @Test
  void aRowIsComparedWithTheTargetsOfAllRowsOfItsInput() {
    PooledSequences first = new PooledSequences(SETTINGS, true, 10);
    first.add("x", SLOT, MADE, MADE);
    first.add("y", SLOT, OTHER, List.of("here"));
    PooledSequences second = new PooledSequences(SETTINGS, true, 10);
    second.add("x", SLOT, OTHER, MADE);

    SequenceStatistics expected = new SequenceStatistics(SETTINGS, true, 10);
    expected.add(SLOT, List.of(MADE, OTHER), MADE);
    expected.add(SLOT, List.of(MADE, OTHER), MADE);
    expected.add(SLOT, List.of(OTHER), List.of("here"));

    Map<String, Object> figures = first.plus(second).describe();
    assertThat(figures).containsAllEntriesOf(expected.describe());
    assertThat(figures)
        .containsEntry("exactMatch", 2 / 3.0)
        .containsEntry("slotErrorRate", 1 / 3.0)
        .containsEntry("sequences", 3L)
        .containsEntry("inputs", 2);
    assertThat(first.describe()).containsEntry("sequences", 2L);
  }

  @Test
  void whatWasMadeFirstCountsForAllRowsOfAnInput() {
    PooledSequences sequences = new PooledSequences(SETTINGS, true, 10);
    sequences.add("x", SLOT, OTHER, MADE);
    sequences.add("x", SLOT, OTHER, OTHER);
    assertThat(sequences.describe()).containsEntry("exactMatch", 0.0);
  }

  /** The scores of the same text differ in what is a token. */
  @Test
  void bleuCountsWordsOrWhatMtevalMakesOfThem() {
    List<String> reference = List.of("it", "is", "a_b", "here.");
    List<String> made = List.of("it", "is", "a_c", "here.");
    for (Bleu bleu : Bleu.values()) {
      SequenceStatistics figures =
          new SequenceStatistics(new ScoringSettings(References.ROW, bleu, ""), true, 10);
      figures.add(List.of(), List.of(reference), made);
      assertThat(figures.describe())
          .containsEntry("predictedLength", bleu == Bleu.WORDS ? 4L : 7L)
          .doesNotContainKey("slotErrorRate");
    }
  }

  @Test
  void charactersHaveNoBleu() {
    SequenceStatistics figures = new SequenceStatistics(ScoringSettings.defaults(), false, 10);
    figures.add(List.of(), List.of(List.of("a")), List.of("a"));
    assertThat(figures.describe()).containsEntry("exactMatch", 1.0).doesNotContainKey("bleu");
  }
}
