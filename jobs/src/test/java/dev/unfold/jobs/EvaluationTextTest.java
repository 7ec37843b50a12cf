package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.operation.EvaluationOperation;
import dev.unfold.worker.evaluation.LossSum;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.evaluation.metric.SequenceStatistics;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.TargetUnit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTextTest {
  @Test
  void editsOfSequencesAreListed() {
    SequenceStatistics statistics = new SequenceStatistics(ScoringSettings.defaults(), false, 2);
    add(statistics, "five two", "nine two oh");
    add(statistics, "five", "nine");
    add(statistics, "six", "oh six");
    add(statistics, "one two", "one");
    assertThat(text(new Score.Count<>(SequenceStatistics.class, statistics)).lines())
        .containsExactly(
            "loss 1.5000 nats, perplexity 4.482, 2.1640 bits per token; 2 tokens, exactMatch 0.0000,"
                + " errorRate 0.8333, sequenceErrorRate 1.0000, 4 examples",
            "edits 5 of 6 tokens: substitutions 2, deletions 1, insertions 2",
            "       2  five -> nine",
            "       2  oh inserted");
  }

  @Test
  void aScoreWithoutSequencesIsALine() {
    assertThat(text().lines()).hasSize(1);
  }

  private static void add(SequenceStatistics statistics, String reference, String predicted) {
    statistics.add(
        List.of(), List.of(List.of(reference.split(" "))), List.of(predicted.split(" ")));
  }

  @Test
  void aTextHasBitsPerByteAndPerplexityPerWord() {
    LossSum loss = new LossSum(LossSum.Kind.TOKENS, 8 * Math.log(2), 4).of(new TextSize(16, 2));
    assertThat(text(new Score(loss, List.of())))
        .contains(" 2.0000 bits per token, 0.5000 bits per byte, perplexity 16.0000 per word; 4");
  }

  @Test
  void aTextWithoutSpacesHasNoPerplexityPerWord() {
    LossSum loss = new LossSum(LossSum.Kind.TOKENS, 2000, 1000).of(new TextSize(1000, 1));
    assertThat(text(new Score(loss, List.of())))
        .contains(" bits per byte; 1,000 tokens")
        .doesNotContain("per word", "Infinity");
  }

  private static String text(Score.Count<?>... counts) {
    return text(new Score(new LossSum(LossSum.Kind.TOKENS, 3, 2), List.of(counts)));
  }

  private static String text(Score score) {
    StringWriter text = new StringWriter();
    EvaluationText.print(
        new EvaluationOperation.Result(score, Map.of("examples", 4L), TargetUnit.TOKENS),
        new PrintWriter(text, true));
    return text.toString();
  }
}
