package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.training.round.ModelTransport.SentModel;
import dev.unfold.worker.bptt.ModelChange;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.parameters.VectorSpans;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ModelTransportTest {
  private static final int LENGTH = 100;

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private final ModelState model = new ModelState(new float[LENGTH], new float[2 * LENGTH]);

  @Test
  void changesAreSentUntilTheyAreAsMuchAsAModel() {
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      assertThat(models.isSent(model)).isFalse();
      SentModel first = models.send(model);
      assertThat(first.changes()).isEmpty();
      for (int round = 1; round <= 10; round++) {
        change(models, 7 * round, 10, round);
        SentModel sent = models.send(model);
        assertThat(sent.base()).isEqualTo(first.base());
        assertThat(sent.changes()).hasSize(round);
        assertIsModel(sent);
      }
      assertThat(models.sentBytes()).isEqualTo(2 * model.floats() * Float.BYTES);
      change(models, 0, 10, 11);
      assertIsWhole(models.send(model), first);
    }
  }

  @Test
  void aChangeOfMoreThanHalfAModelIsSentAsAModel() {
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      SentModel first = models.send(model);
      change(models, 0, 50, 1);
      assertThat(models.send(model).base()).isEqualTo(first.base());
      change(models, 0, 51, 2);
      assertIsWhole(models.send(model), first);
    }
  }

  private void assertIsWhole(SentModel sent, SentModel first) {
    assertThat(sent.base()).isNotEqualTo(first.base());
    assertThat(sent.changes()).isEmpty();
    assertIsModel(sent);
  }

  @Test
  void theLastValueCounts() {
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      models.send(model);
      change(models, 10, 10, 1);
      change(models, 15, 10, 2);
      SentModel sent = models.send(model);
      assertThat(sent.changes()).hasSize(2);
      assertIsModel(sent);
    }
  }

  @Test
  void aRoundWithoutChangesSendsNothing() {
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      SentModel first = models.send(model);
      change(models, 0, 0, 1);
      assertThat(models.send(model)).isEqualTo(first);
    }
  }

  @Test
  void aModelWithoutOptimizerStateIsTheSameWhenThatIsReset() {
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      ModelState plain = new ModelState(new float[LENGTH], new float[0]);
      SentModel first = models.send(plain);
      assertThat(models.send(plain.withZeroOptimizer())).isEqualTo(first);
      assertThat(models.sentBytes()).isEqualTo(LENGTH * Float.BYTES);
      models.send(model);
      assertThat(models.isSent(model.withZeroOptimizer())).isFalse();
    }
  }

  @Test
  void anotherModelIsSentAsAWhole() {
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      SentModel first = models.send(model);
      ModelState other = new ModelState(model.parameters().clone(), model.optimizer());
      models.changed(other, ones(5, 10, 1));
      assertThat(models.isSent(model)).isFalse();
      SentModel second = models.send(other);
      assertThat(second.base()).isNotEqualTo(first.base());
      assertThat(models.send(model).base()).isNotEqualTo(second.base());
    }
  }

  @Test
  void manyChangesAreReplacedByAModel() {
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      SentModel first = models.send(model);
      int rounds = 0;
      while (models.isSent(model)) {
        models.changed(model, new ModelChange(VectorSpans.of(3, 4), one()));
        rounds++;
      }
      assertThat(rounds).as("of 3 floats each, beside 300").isEqualTo(101);
      assertThat(models.send(model).base()).isNotEqualTo(first.base());
    }
  }

  /** Changes a part of each vector in place. */
  private void change(ModelTransport models, int from, int count, float value) {
    ModelChange change = ones(from, count, value);
    change.applyTo(model);
    models.changed(model, change);
  }

  private static ModelChange ones(int from, int count, float value) {
    float[] parameters = new float[count];
    float[] optimizer = new float[2 * count];
    Arrays.fill(parameters, value);
    Arrays.fill(optimizer, -value);
    return new ModelChange(
        VectorSpans.of(from, from + count), new ModelState(parameters, optimizer));
  }

  private static ModelState one() {
    return new ModelState(new float[1], new float[2]);
  }

  private void assertIsModel(SentModel sent) {
    float[] values = new float[LENGTH];
    sent.value().copy(0, 0, LENGTH, values);
    assertThat(values).isEqualTo(model.parameters());
    for (int slot = 0; slot < 2; slot++) {
      sent.value().copy(1 + slot, 0, LENGTH, values);
      assertThat(values)
          .isEqualTo(Arrays.copyOfRange(model.optimizer(), slot * LENGTH, (slot + 1) * LENGTH));
    }
  }
}
