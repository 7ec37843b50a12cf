package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the scores of the steps that tables have. */
class ScoreTest extends PredictionCase {
  private static final int SEQUENCES = 120;

  private Path lists;
  private Path steps;

  @BeforeEach
  void writeTables() throws IOException {
    Random random = new Random(4);
    List<String> rows = new ArrayList<>();
    List<String> stepRows = new ArrayList<>();
    for (int who = 0; who < SEQUENCES; who++) {
      List<String> events = new ArrayList<>();
      int length = 2 + random.nextInt(random.nextInt(90) + 1);
      for (int step = 0; step < length; step++) {
        events.add("\"e" + random.nextInt(5) + "\"");
        stepRows.add(
            "{\"who\": %d, \"when\": %d, \"event\": %s}".formatted(who, step, events.get(step)));
      }
      rows.add("{\"who\": %d, \"event\": %s}".formatted(who, events));
    }
    Collections.shuffle(stepRows, random);
    lists = Files.write(folder.resolve("lists.json"), rows);
    steps = Files.write(folder.resolve("steps.json"), stepRows);
  }

  private static SequenceSettings by(int length, int stride) {
    return new SequenceSettings(
        List.of("who"), List.of("when"), 0, new WindowSettings(length, stride));
  }

  private static PredictionOptions scores(int topK) {
    return new PredictionOptions(
        24,
        OutputOptions.ofScores(topK),
        new DecodingStrategy.SamplingDecoding(1, ClassSampler.greedy()));
  }

  private List<JsonNode> score(TableModel model, Path table, String name) throws IOException {
    PredictionOutput output =
        new PredictionOutput(folder.resolve(name).toString(), CorpusFormat.JSON, "score");
    fixture.predict(model, scores(2), json(table, "event"), output);
    return read(name);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theyAreTheLossOfEvaluation(boolean boundaries) throws IOException {
    TableModel model = fixture.nextEvents(SequenceSettings.none(), boundaries, lists);
    List<JsonNode> rows = score(model, lists, "scores");

    long targets = 0;
    double sum = 0;
    for (JsonNode row : rows) {
      targets += row.get("event").size() + (boundaries ? 1 : -1);
      sum += row.get("score").doubleValue();
      double ofSteps = boundaries ? row.get("score_end").doubleValue() : 0;
      for (JsonNode step : row.get("score_steps")) {
        ofSteps += step.doubleValue();
      }
      assertThat(ofSteps).isCloseTo(row.get("score").doubleValue(), within(1e-9));
      assertThat(row.get("score_steps").get(0).isNull()).isEqualTo(!boundaries);
      assertThat(row.get("score_rank")).hasSize(row.get("event").size());
    }
    double loss = fixture.evaluate(model, lists).loss().mean();
    assertThat(-sum / targets).isCloseTo(loss, within(1e-5));
  }

  @Test
  void theRankIsThePlaceAmongTheMostProbable() throws IOException {
    for (JsonNode row :
        score(fixture.nextEvents(SequenceSettings.none(), true, lists), lists, "ranks")) {
      for (int step = 0; step < row.get("event").size(); step++) {
        int rank = row.get("score_rank").get(step).intValue();
        JsonNode top = row.get("score_top").get(step);
        assertThat(top).hasSize(2);
        assertThat(rank <= 2)
            .isEqualTo(
                top.get(0).get("label").equals(row.get("event").get(step))
                    || top.get(1).get("label").equals(row.get("event").get(step)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStepHasTheScoreThatItHasInAList(boolean boundaries) throws IOException {
    List<JsonNode> expected =
        score(fixture.nextEvents(SequenceSettings.none(), boundaries, lists), lists, "lists");
    List<JsonNode> rows = score(fixture.nextEvents(by(0, 1), boundaries, steps), steps, "steps");

    for (JsonNode row : rows) {
      JsonNode list = expected.get(row.get("who").intValue());
      int step = row.get("when").intValue();
      assertThat(row.get("score")).isEqualTo(list.get("score_steps").get(step));
      assertThat(row.get("score_rank")).isEqualTo(list.get("score_rank").get(step));
      assertThat(row.get("score_top")).isEqualTo(list.get("score_top").get(step));
      if (boundaries) {
        boolean last = step == list.get("event").size() - 1;
        assertThat(row.get("score_end").isNull()).isEqualTo(!last);
        assertThat(last ? row.get("score_end") : null)
            .isEqualTo(last ? list.get("score_end") : null);
      }
    }
    assertThat(rows).hasSizeGreaterThan(SEQUENCES);
  }

  @Test
  void onlyTheLastWindowHasTheEnd() throws IOException {
    List<JsonNode> rows = score(fixture.nextEvents(by(7, 3), true, steps), steps, "windows");

    for (int i = 0; i < rows.size(); i++) {
      boolean last =
          i == rows.size() - 1 || !rows.get(i).get("who").equals(rows.get(i + 1).get("who"));
      assertThat(rows.get(i).get("score").isNull()).isFalse();
      assertThat(rows.get(i).get("score_end").isNull()).isEqualTo(!last);
    }
  }

  @Test
  void otherModelsHaveNoScores() throws IOException {
    TableModel labels = fixture.labels();
    assertThatThrownBy(() -> score(labels, fixture.table(), "none"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("one that predicts the next word or category")
        .hasMessageEndingWith("is not the next step (corpus.target.kind = label)");
    TableModel later =
        fixture.model(
            LayeredNetworkSettings.Kind.NEXT_FRAME,
            CorpusFormat.JSON,
            new InputSettings("event", InputSettings.Kind.CATEGORIES, 0, false, false, false),
            by(0, 1),
            new TargetSettings(
                "",
                TargetSettings.Kind.NEXT,
                0,
                false,
                ScoringSettings.defaults(),
                2,
                false,
                0,
                false),
            steps);
    assertThatThrownBy(() -> score(later, steps, "later"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ahead = 1")
        .hasMessageEndingWith("found one that predicts a later step (ahead = 2)");
    TargetSettings next = new TargetSettings("", TargetSettings.Kind.NEXT, 0);
    assertRefused(
        new InputSettings("when", InputSettings.Kind.NUMBERS, 0, false, true, false),
        next,
        "found one that predicts the values of column when");
    assertRefused(
        new InputSettings("event", InputSettings.Kind.CATEGORIES, 0, true, false, false),
        next,
        "found one that reads sequences from their ends (reversed = true)");
  }

  private void assertRefused(InputSettings input, TargetSettings target, String found)
      throws IOException {
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.NEXT_FRAME,
            CorpusFormat.JSON,
            input,
            by(0, 1),
            target,
            steps);
    assertThatThrownBy(() -> score(model, steps, "refused")).hasMessageEndingWith(found);
  }
}
