package dev.unfold.dl4j.master.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.broadcast.Broadcast;
import org.datavec.spark.util.SerializableHadoopConfig;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.spark.data.loader.RemoteFileSourceFactory;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Paths of files with one DataSet or MultiDataSet each; only the paths are shuffled.
 *
 * @param dataSets the loader of DataSets, or null
 * @param multiDataSets the loader of MultiDataSets, used if {@code dataSets} is null
 */
public record PathElementType(
    DataSetLoader dataSets,
    MultiDataSetLoader multiDataSets,
    Broadcast<SerializableHadoopConfig> hadoop)
    implements ElementType<String> {

  @Override
  public MultiDataSet open(String path) {
    Source file = new RemoteFileSourceFactory(hadoop).getSource(path);
    try {
      return dataSets == null ? multiDataSets.load(file) : dataSets.load(file).toMultiDataSet();
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  @Override
  public int fingerprint(String path) {
    return path.hashCode();
  }

  @Override
  public byte[] pack(String path) {
    return path.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public MultiDataSet unpack(byte[] packed) {
    return open(new String(packed, StandardCharsets.UTF_8));
  }
}
