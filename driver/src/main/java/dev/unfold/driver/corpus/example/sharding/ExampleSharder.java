package dev.unfold.driver.corpus.example.sharding;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.batch.BatchDimensions;
import dev.unfold.worker.sequence.batch.ExampleBatchLayout;
import dev.unfold.worker.sequence.batch.TargetAlignment;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.Context;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits examples of one schema into batches in the way a network reads them.
 *
 * @param network the settings of the network
 * @param inputs the settings of the inputs
 * @param target the settings of the target
 */
public record ExampleSharder(
    NetworkSettings network, InputColumns inputs, TargetSettings target, ExampleSchema schema) {
  private static final Logger LOG = LoggerFactory.getLogger(ExampleSharder.class);

  /** Returns the shape of the inputs and targets of a step. */
  public DataShape shape() {
    return ExampleShape.of(inputs, target, schema);
  }

  /**
   * Returns the batches of an epoch of training.
   *
   * @throws CorpusException if no example has a target that the network can predict
   */
  public ShardedExampleCorpus forTraining(EncodedExampleCorpus examples, TrainingSettings training)
      throws CorpusException {
    examples.requireAligned(network.alignedStride());
    BatchDimensions cut = cut(training.batch(), training.steps());
    return shard(
            examples,
            new ExampleBatchLayout(examples.buckets(), training.shards(), cut, training.seed()))
        .withClassWeights(examples.labels().weights(training.classWeights(), schema.target()));
  }

  public ShardedExampleCorpus forEvaluation(
      EncodedExampleCorpus examples, EvaluationSettings evaluation) {
    int steps = Math.max(ShardedCorpus.EVALUATION_STEPS, network.lookAhead());
    BatchDimensions cut = cut(evaluation.batch(), steps);
    return shard(examples, new ExampleBatchLayout(examples.buckets(), evaluation.shards(), cut, 0));
  }

  private BatchDimensions cut(int batch, int steps) {
    return network.lookAhead() == Context.UNBOUNDED
        ? BatchDimensions.ofWholeSequences(batch)
        : new BatchDimensions(batch, steps, network.lookAhead());
  }

  private ShardedExampleCorpus shard(EncodedExampleCorpus examples, ExampleBatchLayout layout) {
    examples.unaligned(network.alignedStride()).ifPresent(LOG::warn);
    int maxCharacters = network.charactersPerWord();
    TargetPosition place = ExampleShape.place(target);
    return place == TargetPosition.OWN_SEQUENCE
        ? new ShardedExampleCorpus(
            examples,
            layout,
            new ExampleChunkFactory.OfPairs(shape(), maxCharacters, boundary(), alignment()))
        : new ShardedExampleCorpus(
            examples, layout, new ExampleChunkFactory.OfSteps(shape(), place, maxCharacters));
  }

  private TargetAlignment alignment() {
    return new TargetAlignment(network.alignedStride(), network.statesOfWord());
  }

  private int boundary() {
    return ((FieldSchema.Tokens) schema.target()).vocabulary().boundary().orElseThrow();
  }
}
