package dev.unfold.jobs.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.ValidationSummary;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TargetUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingProgressTest {
  private static final double NATS = Math.log(4);
  private static final ProgressFormatter TOKENS = new ProgressFormatter(TargetUnit.TOKENS);
  private static final EpochSummary EPOCH =
      new EpochSummary(
          2,
          20,
          NATS,
          new TreeMap<>(Map.of("loss", NATS, "bitsPerByte", 1.5, "perplexityPerWord", 156_618.0)),
          Map.of(),
          0.002,
          0,
          true,
          125);

  private final List<String> lines = new ArrayList<>();

  @Test
  void theLogHasALineForEachEpochAndHalfMinute() {
    AtomicLong seconds = new AtomicLong();
    try (TrainingProgress log =
        new TrainingProgressLog(
            TOKENS, lines::add, () -> Duration.ofSeconds(seconds.get()).toNanos())) {
      for (int round = 1; round <= 8; round++) {
        log.roundFinished(round(round));
        seconds.addAndGet(10);
      }
      log.epochFinished(EPOCH);
    }

    assertThat(lines)
        .containsExactly(
            "epoch 2/5, round 4, loss 1.3863, perplexity 4.00, 2.000 bits/token, 12,346 tokens/s,"
                + " 6 min 0 s left",
            "epoch 2/5, round 7, loss 1.3863, perplexity 4.00, 2.000 bits/token, 12,346 tokens/s,"
                + " 5 min 30 s left",
            "epoch 2 done in 2 min 5 s: loss 1.3863, perplexity 4.00, 2.000 bits/token;"
                + " validation: loss 1.3863, perplexity 4.00, 2.000 bits/token, 1.500 bits/byte,"
                + " perplexity 156618 per word (best so far);"
                + " learning rate 0.00200");
  }

  @Test
  void theBarShowsTheWholeRun() {
    List<String> bars = new CopyOnWriteArrayList<>();
    try (TrainingProgress printer =
        new TrainingProgressBar(
            TOKENS,
            builder -> builder.setConsumer(new DelegatingProgressBarConsumer(bars::add, 160)),
            lines::add)) {
      printer.roundFinished(round(1));
      printer.roundFinished(round(2));
      printer.epochFinished(EPOCH);
      printer.roundFinished(round(3));
    }

    assertThat(bars)
        .anySatisfy(
            bar ->
                assertThat(bar)
                    .contains("24%", "120/500")
                    .contains("epoch 2/5 round 2 loss 1.3863 ppl 4.00 2.000 bits 12,346 tok/s"))
        .anySatisfy(bar -> assertThat(bar).contains("130/500"));
    assertThat(lines).singleElement().asString().startsWith("epoch 2 done");
  }

  @Test
  void rowsAreLoggedEveryHalfMinute() {
    AtomicLong seconds = new AtomicLong(100);
    try (RowProgress log =
        new RowProgressLog(lines::add, () -> Duration.ofSeconds(seconds.get()).toNanos())) {
      for (int rows = 0; rows <= 7000; rows += 1000) {
        log.predicted(rows, 90_000);
        seconds.addAndGet(10);
      }
    }

    assertThat(lines)
        .containsExactly(
            "3,000 of 90,000 rows, 100 rows/s, 14 min 30 s left",
            "6,000 of 90,000 rows, 100 rows/s, 14 min 0 s left");
  }

  @Test
  void theBarShowsRows() {
    List<String> bars = new CopyOnWriteArrayList<>();
    try (RowProgress bar =
        new RowProgressBar(
            builder -> builder.setConsumer(new DelegatingProgressBarConsumer(bars::add, 160)))) {
      bar.predicted(0, 200);
      bar.predicted(50, 200);
    }

    assertThat(bars).anySatisfy(bar -> assertThat(bar).contains("predict", "25%", "50/200"));
  }

  @Test
  void excludedTargetsAreShownIfThereAreAny() {
    EpochSummary epoch = new EpochSummary(2, 20, NATS, Map.of(), Map.of(), 0.002, 4800, false, 125);
    assertThat(TOKENS.of(epoch)).endsWith("learning rate 0.00200, 4,800 targets excluded");
    RoundSummary round =
        new RoundSummary(1, 1, 5, 10, 100, NATS, 1000, 1, 4800, 0.002, 1, 12_345.6);
    assertThat(TOKENS.of(round)).endsWith("12,346 tokens/s, 4,800 targets excluded");
  }

  @Test
  void whatIsNoTokenHasNoPerplexity() {
    ProgressFormatter text = new ProgressFormatter(TargetUnit.EXAMPLES);
    assertThat(text.of(round(1))).isEqualTo("epoch 2/5, round 1, loss 1.3863, 12,346 examples/s");
    assertThat(text.brief(round(1))).isEqualTo("epoch 2/5 round 1 loss 1.3863 12,346 examples/s");
    Map<String, Double> metrics = Map.of("loss", NATS, "perplexity", 4.0, "accuracy", 0.5);
    assertThat(text.of(new EpochSummary(2, 20, NATS, metrics, Map.of(), 0.002, 0, true, 125)))
        .isEqualTo(
            "epoch 2 done in 2 min 5 s: loss 1.3863; validation: loss 1.3863, accuracy 0.5000"
                + " (best so far); learning rate 0.00200");
  }

  @Test
  void validationsWithinAnEpochAndBothFiguresOfAnAverageAreLines() {
    ProgressFormatter text = new ProgressFormatter(TargetUnit.EXAMPLES);
    Map<String, Double> average = Map.of("loss", 1.25);
    ValidationSummary validation =
        new ValidationSummary(2, 20, average, Map.of("loss", NATS), 0.002, true);
    String line =
        "epoch 2, round 20; validation: loss 1.2500 (best so far); unaveraged: loss 1.3863;"
            + " learning rate 0.00200";
    assertThat(text.of(validation)).isEqualTo(line);
    List<String> lines = new ArrayList<>();
    try (TrainingProgressLog log = new TrainingProgressLog(text, lines::add, () -> 0);
        TrainingProgressBar bar = new TrainingProgressBar(text, bars -> bars, lines::add)) {
      log.validationFinished(validation);
      bar.validationFinished(validation);
    }
    assertThat(lines).containsExactly(line, line);
  }

  @Test
  void testMetricsAreInTheLogAndAboveTheBar() {
    ProgressFormatter text = new ProgressFormatter(TargetUnit.EXAMPLES);
    Map<String, Double> metrics = Map.of("loss", NATS, "accuracy", 0.5);
    try (TrainingProgress log = new TrainingProgressLog(text, lines::add, System::nanoTime);
        TrainingProgress printer = new TrainingProgressBar(text, builder -> builder, lines::add)) {
      log.testFinished(7, metrics);
      printer.testFinished(7, metrics);
    }

    assertThat(lines).hasSize(2).containsOnly("test: loss 1.3863, accuracy 0.5000");
  }

  /** Returns the unit of every kind of target by its name in the settings. */
  @ParameterizedTest
  @CsvSource({
    "LABEL, examples",
    "VECTOR, examples",
    "TAGS, tags",
    "WORDS, tokens",
    "CHARACTERS, tokens",
    "FRAMES, steps",
    "SETS, steps",
    "NEXT, steps"
  })
  void targetsAreCountedInTheirUnit(TargetSettings.Kind kind, String unit) {
    assertThat(TargetUnit.of(kind).plural()).isEqualTo(unit);
    assertThat(TargetUnit.of(kind).hasPerplexity()).isEqualTo(unit.equals("tokens"));
  }

  @Test
  void durationsOmitLeadingZeros() {
    assertThat(ProgressFormatter.duration(59.4)).isEqualTo("59 s");
    assertThat(ProgressFormatter.duration(61)).isEqualTo("1 min 1 s");
    assertThat(ProgressFormatter.duration(3 * 3600 + 120)).isEqualTo("3 h 2 min");
  }

  /** Returns a round in epoch 2 of 5 epochs of 100 chunks with 10 chunks per round. */
  private static RoundSummary round(int round) {
    return new RoundSummary(round, 2, 5, round * 10L, 100, NATS, 1000, 0, 0, 0.002, 1, 12_345.6);
  }
}
