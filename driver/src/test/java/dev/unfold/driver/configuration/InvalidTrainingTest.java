package dev.unfold.driver.configuration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of optimizers, schedules, validations and averages that do not go together. */
class InvalidTrainingTest extends ConfigurationFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.optimizer.weight-decay = -1 | training.optimizer.weight-decay: expected a finite"
            + " number, at least 0, found -1.0",
        "training.optimizer { sparse = true, weight-decay = 0.1 } |"
            + " training.optimizer.weight-decay: expected 0 where training.optimizer.sparse is true,"
            + " because rows that no chunk touches would not decay, found 0.1",
        "training.optimizer { learning-rate = 20, weight-decay = 0.1 } |"
            + " training.optimizer.weight-decay: expected below 1 / 20.0000, because an update"
            + " multiplies weights by 1 minus its product with the learning rate, which is at most"
            + " training.optimizer.learning-rate = 20.0000 times 1.00000"
            + " (averaging.scale-learning-rate = none of 2 shards) times 1.00000 (the longest chunk"
            + " of training.random-steps), found 0.1",
        "training { shards = 4, optimizer { learning-rate = 3, weight-decay = 0.1 } },"
            + " averaging.scale-learning-rate = linear | training.optimizer.weight-decay: expected"
            + " below 1 / 12.0000, because an update multiplies weights by 1 minus its product with"
            + " the learning rate, which is at most training.optimizer.learning-rate = 3.00000 times"
            + " 4.00000 (averaging.scale-learning-rate = linear of 4 shards) times 1.00000 (the"
            + " longest chunk of training.random-steps), found 0.1",
        "training { steps = 10, random-steps.deviation = 2, optimizer { learning-rate = 7,"
            + " weight-decay = 0.1 } } | training.optimizer.weight-decay: expected below 1 / 11.2000,"
            + " because an update multiplies weights by 1 minus its product with the learning rate,"
            + " which is at most training.optimizer.learning-rate = 7.00000 times 1.00000"
            + " (averaging.scale-learning-rate = none of 2 shards) times 1.60000 (the longest chunk"
            + " of training.random-steps), found 0.1",
        "training.schedule { kind = one-cycle, updates = 9, minimum = 0.1 } |"
            + " training.schedule.minimum: expected at most training.schedule.start for"
            + " training.schedule.kind = one-cycle, found 0.1",
        "corpus.validation = v.txt, training.patience = 3, averaging.weights.kind = asgd |"
            + " training.patience: expected 0, or above averaging.weights.trigger + 1 for"
            + " averaging.weights.kind = asgd, because the run would end before its average is"
            + " validated, found 3",
        "training.schedule { kind = one-cycle, updates = 1 } | training.schedule.updates: expected"
            + " at least 2 for training.schedule.kind = one-cycle, found 1",
        "training.schedule { kind = one-cycle, updates = 9, warmup = 3 } |"
            + " training.schedule.warmup: expected 0 for training.schedule.kind = one-cycle, which"
            + " rises by itself, found 3",
        "training.schedule { rise = 1 } | training.schedule.rise: expected above 0 and below 1,"
            + " found 1.0",
        "training.schedule { start = 1.5 } | training.schedule.start: expected from 0 to 1, found"
            + " 1.5",
        "training.schedule { growth = 0 } | training.schedule.growth: expected 1 to 1000, found 0",
        "evaluation.every-rounds = -1 | evaluation.every-rounds: expected at least 0, found -1",
        "evaluation.every-rounds = 5 | evaluation.every-rounds: expected 0 without"
            + " corpus.validation, found 5",
        "averaging.weights.kind = asgd | averaging.weights.kind: expected another kind than asgd"
            + " without corpus.validation, found asgd",
        "averaging.weights.decay = 1 | averaging.weights.decay: expected at least 0 and below 1,"
            + " found 1.0",
        "averaging.outer.momentum = 1 | averaging.outer.momentum: expected auto, or at least 0 and"
            + " below 1, found 1.0",
        "averaging.outer.momentum = Auto | averaging.outer.momentum: expected auto, or a number at"
            + " least 0 and below 1, found \"Auto\"",
        "averaging.outer.rate = 0 | averaging.outer.rate: expected above 0, found 0.0",
        "averaging.outer.warmup = -1 | averaging.outer.warmup: expected at least 0, found -1",
        "training.random-steps.deviation = -1 | training.random-steps.deviation: expected at least 0,"
            + " found -1.0",
        "training { steps = 10, random-steps.deviation = 11 } | training.random-steps.deviation:"
            + " expected at most training.steps, found 11.0",
        "training.random-steps.half-probability = 1.5 | training.random-steps.half-probability:"
            + " expected from 0 to 1, found 1.5",
        "corpus { format = csv, input.column = a, target { column = b, kind = label } }, network.kind ="
            + " sequence-to-vector, training.random-steps.half-probability = 0.1 |"
            + " training.random-steps.half-probability: expected 0 where corpus.format is a table:"
            + " chunks of random length are those of texts and audio, found 0.1",
        "averaging.weights.trigger = 0 | averaging.weights.trigger: expected 1 to 1000, found 0",
      })
  void isRefused(String line, String message) {
    assertRefused(REQUIRED + line).withMessage(file() + ":3: " + message);
  }
}
