package dev.unfold.worker.prediction;

import dev.unfold.worker.generation.DecodedSequence;
import dev.unfold.worker.generation.Hypothesis;
import dev.unfold.worker.generation.SequenceDecoder;
import dev.unfold.worker.generation.SequenceDecoders;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.StepRange;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Predicts a sequence for each example. */
final class SequencePredictor implements BatchPredictor {
  private final ExampleChunkLayout layout;
  private final Chunk source;
  private final SequenceDecoder decoder;
  private final OutputOptions options;
  private final InputColumns inputs;
  private final Vocabulary vocabulary;
  private final String separator;

  /**
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   */
  SequencePredictor(
      ExampleNetwork network,
      PredictionOptions options,
      BatchShape shape,
      Gemm gemm,
      float[] values) {
    inputs = network.inputs();
    vocabulary = network.vocabulary();
    separator = network.target().kind() == TargetSettings.Kind.WORDS ? " " : "";
    layout = network.chunks(shape);
    source = layout.newChunk();
    this.options = options.outputs();
    decoder =
        SequenceDecoders.open(
            options.decoding(), network.build(), gemm, values, vocabulary, source);
  }

  @Override
  public List<Prediction> predict(List<NumberedExample> batch, int limit) {
    List<Example> examples = batch.stream().map(NumberedExample::example).toList();
    layout.writeInto(source, examples, StepRange.whole(limit));
    long[] numbers = new long[source.batch()];
    for (int lane = 0; lane < batch.size(); lane++) {
      numbers[lane] = batch.get(lane).number();
    }
    List<DecodedSequence> decoded = decoder.decode(source, numbers, options.probabilities());
    return IntStream.range(0, batch.size())
        .mapToObj(lane -> prediction(decoded.get(lane), batch.get(lane).texts()))
        .toList();
  }

  private Prediction prediction(DecodedSequence decoded, List<String> texts) {
    List<String> tokens = tokens(decoded.tokens(), decoded.attended(), texts);
    return new Prediction.Tokens(
        vocabulary.text(tokens, separator),
        tokens,
        decoded.probabilities(),
        times(decoded),
        decoded.hypotheses().stream()
            .limit(options.sequences())
            .map(one -> candidate(one, texts))
            .toList());
  }

  private Prediction.Tokens.Candidate candidate(Hypothesis one, List<String> texts) {
    List<String> tokens = tokens(one.tokens(), one.attended(), texts);
    return new Prediction.Tokens.Candidate(
        vocabulary.text(tokens, separator), tokens, one.logProbability(), one.score());
  }

  /**
   * Returns the texts of tokens. That of an unknown one is the text of the source that its network
   * attends to most (Luong et al. 2015, arXiv 1410.8206, section 3.3, and Jean et al. 2015, arXiv
   * 1412.2007, section 3.3, which both do so with alignments), if the texts of the source are given
   * and this one is not missing.
   */
  private List<String> tokens(int[] ids, int[] attended, List<String> texts) {
    return IntStream.range(0, ids.length)
        .mapToObj(
            i ->
                ids[i] == Vocabulary.UNKNOWN_ID && !texts.isEmpty()
                    ? copied(texts, attended[i])
                    : vocabulary.token(ids[i]))
        .toList();
  }

  private String copied(List<String> texts, int step) {
    String text = texts.get(inputs.reversed() ? texts.size() - 1 - step : step);
    return text.equals(Vocabulary.MISSING) ? Vocabulary.UNKNOWN : text;
  }

  private List<Prediction.Tokens.Time> times(DecodedSequence decoded) {
    return decoded.spans().stream()
        .map(span -> new Prediction.Tokens.Time(inputs.time(span.from()), inputs.time(span.to())))
        .toList();
  }

  @Override
  public SegmentPredictor segments(BooleanSupplier cancelled) {
    throw new UnsupportedOperationException("a sequence is generated from a whole input");
  }

  @Override
  public void close() {
    decoder.close();
  }
}
