package dev.unfold.ml;

import dev.unfold.driver.storage.fs.StorageLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/** Writes a model: the metadata of Spark ML, and the folder of the model. */
final class SequenceModelWriter extends MLWriter {
  /** The name of the folder of the model. */
  static final String FOLDER = "model";

  private final Params model;
  private final TrainedContent content;

  /**
   * @param model the model, whose parameters are saved
   * @param content what was trained
   */
  SequenceModelWriter(Params model, TrainedContent content) {
    this.model = model;
    this.content = content;
  }

  /**
   * Saves the model.
   *
   * @throws IOException if the file system of the path cannot have a model folder; nothing is then
   *     deleted or written
   */
  @Override
  public void save(String path) throws IOException {
    StorageLocation.resolve(path, sc().hadoopConfiguration());
    super.save(path);
  }

  @Override
  public void saveImpl(String path) {
    DefaultParamsWriter.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
    try {
      content.write(path, FOLDER, sc().hadoopConfiguration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
