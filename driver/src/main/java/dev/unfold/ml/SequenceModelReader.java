package dev.unfold.ml;

import java.util.function.BiFunction;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/**
 * Reads what {@link SequenceModelWriter} wrote.
 *
 * @param <M> the type of the model
 */
final class SequenceModelReader<M extends SequenceModel<M>> extends MLReader<M> {
  private final Class<M> type;
  private final BiFunction<String, TrainedContent, M> create;

  /**
   * @param create creates a model with an identifier
   */
  SequenceModelReader(Class<M> type, BiFunction<String, TrainedContent, M> create) {
    this.type = type;
    this.create = create;
  }

  @Override
  public M load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader.loadMetadata(path, sc(), type.getName());
    String folder = path + "/" + SequenceModelWriter.FOLDER;
    M model = create.apply(metadata.uid(), TrainedContent.read(folder, sc().hadoopConfiguration()));
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }
}
