package dev.unfold.driver.prediction.stream;

import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.store.BatchVersions;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.prediction.TableModel;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.execution.streaming.MicroBatchExecution;
import org.apache.spark.sql.execution.streaming.StreamExecution;

/**
 * The champion of a store, which is looked up once for each micro-batch. The first task of a
 * micro-batch records the version, which all others use, also when the micro-batch is repeated.
 */
final class ChampionModels implements StreamModels {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final SerializedHadoopConfiguration hadoop;
  private final StreamModel trained;
  private final List<String> inputs;
  private final StreamColumns columns;
  private transient ModelStore store;
  private transient Batch last;
  private transient Loaded loaded;

  /** A micro-batch and the version that reads it. */
  private record Batch(String query, long number, BatchVersions versions, StreamModel model) {}

  /** A version in memory. */
  private record Loaded(long version, StreamModel model) {}

  /**
   * @param path the absolute path of the store
   * @param trained a model whose inputs and predictions a champion must have
   * @param inputs the columns that the models read
   */
  ChampionModels(
      String path,
      SerializedHadoopConfiguration hadoop,
      StreamModel trained,
      List<String> inputs,
      StreamColumns columns) {
    this.path = path;
    this.hadoop = hadoop;
    this.trained = trained;
    this.inputs = List.copyOf(inputs);
    this.columns = columns;
  }

  @Override
  public synchronized StreamModel current() throws IOException {
    TaskContext task = TaskContext.get();
    String query = task.getLocalProperty(StreamExecution.QUERY_ID_KEY());
    long number = Long.parseLong(task.getLocalProperty(MicroBatchExecution.BATCH_ID_KEY()));
    boolean sameQuery = last != null && last.query().equals(query);
    if (!sameQuery || last.number() != number) {
      BatchVersions versions = sameQuery ? last.versions() : new BatchVersions(store(), query);
      last = new Batch(query, number, versions, model(versions, number));
    }
    return last.model();
  }

  /** Returns the model of a micro-batch; one that is not suitable is not recorded. */
  private StreamModel model(BatchVersions versions, long number) throws IOException {
    OptionalLong recorded = versions.find(number);
    if (recorded.isPresent()) {
      return load(recorded.getAsLong());
    }
    long champion = versions.champion();
    load(champion);
    return load(versions.record(number, champion));
  }

  private StreamModel load(long version) throws IOException {
    if (loaded == null || loaded.version() != version) {
      String where = store().pathOf(version);
      TableModel table = TableModel.of(where, store().open(version).read());
      requireSuitable(where, trained.readsLike(table));
      StreamModel model = StreamModel.of(table, inputs, columns.of(table.network()));
      requireSuitable(where, trained.isReplaceableBy(model));
      loaded = new Loaded(version, model);
    }
    return loaded.model();
  }

  private void requireSuitable(String where, boolean suitable) throws ModelFormatException {
    if (!suitable) {
      throw new ModelFormatException(
          ErrorKind.USAGE,
          where,
          "a champion that reads the columns "
              + trained.network().inputs().names()
              + " event by event, with the settings of corpus.inputs, corpus.target and"
              + " corpus.sequence and the predicted columns of the model of the query",
          "another model");
    }
  }

  private ModelStore store() throws IOException {
    if (store == null) {
      store = new ModelStore(path, hadoop.open());
    }
    return store;
  }
}
