package dev.unfold.driver.training.round;

import dev.unfold.driver.execution.SharedValue;
import dev.unfold.worker.bptt.ChangedModel;
import dev.unfold.worker.bptt.ModelChange;
import dev.unfold.worker.bptt.ModelState;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Sends the model of each round to the executors. Where rounds change few rows, a model is sent as
 * a whole once, and then only the rows that each round changed, until these are as much as a model,
 * or those of one round half a model. A task takes them in order. Executors keep all of it as
 * broadcasts, so that one that is new or restarted fetches what it lacks.
 *
 * <p>The model that was sent as a whole may be the one that the driver changes in place: in the
 * process of the driver, a task then applies changes that the model has already, which gives the
 * same model.
 */
public final class ModelTransport implements AutoCloseable {
  private static final int MAX_CHANGES = 100;

  private final JavaSparkContext spark;
  private final List<SharedValue<ModelChange>> changes = new ArrayList<>();
  private SharedValue<ModelState> base;

  /** The model that base and changes are together. */
  private ModelState sent;

  private long changedFloats;
  private long sentFloats;

  public ModelTransport(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * A model as a task receives it.
   *
   * @param base the model that was last sent as a whole
   * @param changes the changes after it, oldest first
   */
  public record SentModel(SharedValue<ModelState> base, List<SharedValue<ModelChange>> changes)
      implements Serializable {
    /** Returns the model. */
    public ChangedModel value() {
      return new ChangedModel(base.value(), changes.stream().map(SharedValue::value).toList());
    }
  }

  /**
   * Sends a model, or only its changes if it is the one that was sent last.
   *
   * @param model the model, which must change only as {@link #changed} is told, until this is
   *     closed
   */
  public SentModel send(ModelState model) {
    if (base == null || !isSent(model)) {
      close();
      base = SharedValue.of(spark, model);
      sent = model;
      sentFloats += model.floats();
    }
    return new SentModel(base, new ArrayList<>(changes));
  }

  /**
   * Sends a change of the model that was sent last, or removes the latter if it is better sent as a
   * whole again.
   *
   * @param model the changed model, whose arrays are those of the model that was sent if it was
   *     changed in place
   * @param change what changed
   */
  public void changed(ModelState model, ModelChange change) {
    changedFloats += change.floats();
    boolean isMuch = 2 * change.floats() > model.floats() || changedFloats > model.floats();
    if (!isSent(model) || isMuch || changes.size() == MAX_CHANGES) {
      close();
    } else if (change.floats() > 0) {
      changes.add(SharedValue.of(spark, change));
      sentFloats += change.floats();
    }
  }

  /** Returns the size of all that was sent so far to each executor, before compression. */
  long sentBytes() {
    return sentFloats * Float.BYTES;
  }

  /** Returns whether the executors have a model. */
  boolean isSent(ModelState model) {
    return model.isSameAs(sent);
  }

  /** Removes the model and its changes from the cluster. */
  @Override
  public void close() {
    if (base != null) {
      base.close();
    }
    changes.forEach(SharedValue::close);
    changes.clear();
    base = null;
    sent = null;
    changedFloats = 0;
  }
}
