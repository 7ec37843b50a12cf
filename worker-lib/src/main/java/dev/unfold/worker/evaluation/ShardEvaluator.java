package dev.unfold.worker.evaluation;

import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.generation.SequenceDecoders;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Evaluates all chunks of a shard, starting from zero states, without dropout. */
public final class ShardEvaluator {
  private final Network network;
  private final Scoring scoring;

  /**
   * @param network the network as it is trained
   * @param scoring the metrics that are computed besides the loss
   */
  public ShardEvaluator(Network network, Scoring scoring) {
    this.network = scoring.evaluated(network);
    this.scoring = scoring;
  }

  /**
   * Returns the score over the shard.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   * @param chunkCount the number of chunks of the shard
   * @param cancelled polled before every chunk
   * @throws IOException if the chunks cannot be read
   * @throws CancellationException if cancelled
   */
  public Score evaluate(
      Gemm gemm, float[] values, ChunkSource chunks, long chunkCount, BooleanSupplier cancelled)
      throws IOException {
    Chunk chunk = chunks.newChunk();
    try (OpenPass pass = OpenPass.of(network, gemm, values, chunk);
        ShardScorer scorer = scorer(gemm, values, pass.forward(), chunk)) {
      LossSum loss = scoring.noLoss();
      for (long i = 0; i < chunkCount; i++) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("evaluation was cancelled");
        }
        chunks.readInto(i, chunk);
        double sum = pass.forward().loss(chunk);
        loss = loss.plus(new LossSum(loss.kind(), sum, chunk.targetCount()));
        scorer.add(chunk);
      }
      return new Score(loss, scorer.counts());
    }
  }

  /**
   * Opens the scorer; a sequence that does not end is truncated one token after the longest target
   * of the corpus, unless its decoding says where.
   *
   * @param largest a chunk of the largest shape
   */
  private ShardScorer scorer(Gemm gemm, float[] values, ForwardPass forward, Chunk largest) {
    if (scoring instanceof Scoring.SequenceScoring sequences) {
      DecodingStrategy decoding =
          sequences.decoding().longest() > 0
              ? sequences.decoding()
              : sequences.decoding().truncatedAfter(largest.steps());
      Chunk source = largest.requireSource();
      return new SequenceScorer(
          sequences,
          SequenceDecoders.open(decoding, network, gemm, values, sequences.vocabulary(), source));
    }
    return new ForwardPassScorer(forward, ((Scoring.OutputScoring) scoring).scorers(network));
  }
}
