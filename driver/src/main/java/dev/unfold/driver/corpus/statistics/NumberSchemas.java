package dev.unfold.driver.corpus.statistics;

import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;

/** The schemas of the numbers of a table, inferred from its rows: how they are normalized. */
public final class NumberSchemas {
  private final InputColumns inputs;
  private final TargetSettings predicted;
  private final NumberMoments moments;
  private final Map<Integer, List<Quartiles>> quartiles;

  private NumberSchemas(
      InputColumns inputs,
      TargetSettings predicted,
      NumberMoments moments,
      Map<Integer, List<Quartiles>> quartiles) {
    this.inputs = inputs;
    this.predicted = predicted;
    this.moments = moments;
    this.quartiles = quartiles;
  }

  /**
   * Returns the schemas of a table.
   *
   * @param rows the rows, in at least one partition
   */
  public static NumberSchemas of(
      InputColumns inputs, TargetSettings target, JavaRDD<RawExample> rows) {
    BitSet logarithmic = new BitSet();
    for (int i = 0; i < inputs.columns().size(); i++) {
      logarithmic.set(i, inputs.columns().get(i).hasLogarithms());
    }
    NumberMoments moments =
        haveNumbers(inputs, target)
            ? NumberMoments.of(rows, logarithmic)
            : NumberMoments.none(logarithmic);
    Map<Integer, FieldMoments> robust = new TreeMap<>();
    for (int i = 0; i < inputs.columns().size(); i++) {
      if (hasQuartiles(inputs.columns().get(i))) {
        robust.put(i, moments.input(i));
      }
    }
    return new NumberSchemas(inputs, target, moments, QuartileSearch.find(rows, robust));
  }

  private static boolean haveNumbers(InputColumns inputs, TargetSettings target) {
    return target.kind().isNumeric()
        || inputs.columns().stream().anyMatch(input -> input.kind().isNumeric());
  }

  private static boolean hasQuartiles(InputSettings input) {
    boolean robust = input.scaling() == InputSettings.Scaling.ROBUST;
    return input.kind().isNumeric() && input.normalise() && robust;
  }

  /** Returns the schema of an input; empty if no row has a number. */
  public Optional<FieldSchema> input(int column) {
    InputSettings input = inputs.columns().get(column);
    FieldMoments numbers = moments.input(column);
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    FrameScale scale = scale(column, input, numbers);
    List<Double> scaled = Collections.nCopies(numbers.width(), 0.0);
    List<Double> filled = input.normalise() ? scaled : numbers.means();
    return Optional.of(
        new FieldSchema.Numbers(
            scale,
            List.of(),
            input.allowsMissing() ? filled : List.of(),
            input.missing() == InputSettings.Missing.INDICATE));
  }

  private FrameScale scale(int column, InputSettings input, FieldMoments numbers) {
    if (!input.normalise()) {
      return FrameScale.none(numbers.width());
    }
    return switch (input.scaling()) {
      case STANDARD -> numbers.standard(false);
      case LOG1P -> numbers.standard(true);
      case ROBUST -> numbers.robust(quartiles.get(column));
    };
  }

  /** Returns the schema of the target; empty if no row has a number. */
  public Optional<FieldSchema> target() {
    FieldMoments numbers = moments.target();
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    FrameScale scale =
        predicted.normalise() ? numbers.standard(false) : FrameScale.none(numbers.width());
    return Optional.of(new FieldSchema.Numbers(scale));
  }

  /** Returns lines about the numbers of the target that deserve the attention of the user. */
  public List<String> targetWarnings() {
    return predicted.normalise() ? moments.target().warnings() : List.of();
  }

  /** Returns lines about the numbers of an input that deserve the attention of the user. */
  public List<String> warnings(int column) {
    FieldMoments numbers = moments.input(column);
    if (!inputs.columns().get(column).normalise()) {
      return List.of();
    }
    return quartiles.containsKey(column)
        ? numbers.warnings(quartiles.get(column))
        : numbers.warnings();
  }
}
