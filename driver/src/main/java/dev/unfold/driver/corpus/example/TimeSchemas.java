package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.example.sequence.SequenceAssembler;
import dev.unfold.driver.corpus.statistics.NumberSchemas;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaWriter;
import dev.unfold.worker.sequence.example.ExampleSteps;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.RawField;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.sequence.row.UnseenLabels;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Infers the schemas of times. Distances in time are normalized by their mean and deviation over
 * all examples, so that the examples are assembled before, with the times only.
 */
final class TimeSchemas {
  private static final TargetSettings NO_TARGET =
      new TargetSettings("", TargetSettings.Kind.NONE, 0);

  private static final FieldSchema NONE = new FieldSchema.None();
  private static final Logger LOG = LoggerFactory.getLogger(TimeSchemas.class);

  private final CorpusSettings settings;
  private final JavaRDD<RawExample> rows;

  TimeSchemas(CorpusSettings settings, JavaRDD<RawExample> rows) {
    this.settings = settings;
    this.rows = rows;
  }

  /** Returns the schema of each input that is a time; none if no row has one. */
  Map<Integer, FieldSchema> infer() {
    Map<Integer, FieldSchema> schemas = new TreeMap<>();
    List<Integer> scaled = new ArrayList<>();
    for (int i = 0; i < settings.columns().columns().size(); i++) {
      InputSettings input = settings.columns().columns().get(i);
      if (input.kind() != InputSettings.Kind.TIME) {
        continue;
      }
      if (input.normalise() && input.features().stream().anyMatch(TimeFeature::isDistance)) {
        scaled.add(i);
      } else {
        schemas.put(i, times(input, FrameScale.none(width(input.features()))));
      }
    }
    if (!scaled.isEmpty()) {
      addScaled(scaled, schemas);
    }
    return schemas;
  }

  private void addScaled(List<Integer> columns, Map<Integer, FieldSchema> schemas) {
    List<InputSettings> times =
        columns.stream().map(i -> settings.columns().columns().get(i)).toList();
    InputColumns numbers =
        new InputColumns(times.stream().map(input -> numbers(input.column())).toList());
    NumberSchemas scales = NumberSchemas.of(numbers, NO_TARGET, distances(columns, times));
    for (int i = 0; i < columns.size(); i++) {
      InputSettings input = times.get(i);
      Optional<FieldSchema> scale = scales.input(i);
      if (scale.isPresent()) {
        FrameScale distances = ((FieldSchema.Numbers) scale.get()).scale();
        schemas.put(columns.get(i), times(input, distances));
      }
      String name = kinds(settings.columns()).inputName(columns.get(i));
      scales.warnings(i).forEach(warning -> LOG.warn("{}, since: {}", name, warning));
    }
  }

  private static InputSettings numbers(String column) {
    return new InputSettings(column, InputSettings.Kind.FRAMES, 0, false, true, false);
  }

  private static ExampleFieldKinds kinds(InputColumns inputs) {
    return new ExampleFieldKinds(inputs, NO_TARGET);
  }

  private static int width(List<TimeFeature> features) {
    return features.stream().mapToInt(TimeFeature::width).sum();
  }

  /**
   * Returns a schema whose cycles are not scaled.
   *
   * @param distances the scale of the distances in time, in their order, or of all features
   */
  private static FieldSchema times(InputSettings input, FrameScale distances) {
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    int next = 0;
    for (TimeFeature feature : input.features()) {
      for (int i = 0; i < feature.width(); i++) {
        means.add(feature.isDistance() ? distances.mean().get(next) : 0);
        deviations.add(feature.isDistance() ? distances.deviation().get(next) : 1);
      }
      next += feature.isDistance() ? 1 : 0;
    }
    return new FieldSchema.Times(input.features(), new FrameScale(means, deviations));
  }

  /** Returns the distances in time of each example, as frames that are not scaled. */
  private JavaRDD<RawExample> distances(List<Integer> columns, List<InputSettings> times) {
    ExampleFieldKinds kinds = kinds(new InputColumns(times));
    byte[] schema = ExampleSchemaWriter.write(new ExampleSchema(unscaled(times), NONE, NONE));
    SequenceSettings sequence = settings.sequence();
    int[] selected = columns.stream().mapToInt(Integer::intValue).toArray();
    JavaRDD<RawExample> selection = rows.map(row -> select(row, selected));
    JavaRDD<Optional<ExampleSteps>> examples =
        sequence.rowsAreSteps()
            ? SequenceAssembler.sorted(
                    selection.mapPartitions(
                        part ->
                            new SequenceAssembler(encoder(kinds, schema), sequence).steps(part)))
                .mapPartitions(
                    part -> new SequenceAssembler(encoder(kinds, schema), sequence).examples(part))
            : selection.mapPartitions(part -> ExamplesOfRows.encoded(part, encoder(kinds, schema)));
    return examples.flatMap(example -> ranges(example.orElseThrow()));
  }

  private static Iterator<RawExample> ranges(ExampleSteps example) {
    Iterator<Example> ranges = example.ranges(example.stepsAtATime());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return ranges.hasNext();
      }

      @Override
      public RawExample next() {
        return raw(ranges.next().input());
      }
    };
  }

  private static ExampleRowEncoder encoder(ExampleFieldKinds kinds, byte[] schema)
      throws IOException {
    return ExampleRowEncoder.of(kinds, schema, UnseenLabels.REFUSED);
  }

  private static FieldSchema unscaled(List<InputSettings> times) {
    List<FieldSchema> schemas = new ArrayList<>();
    for (InputSettings input : times) {
      List<TimeFeature> distances =
          input.features().stream().filter(TimeFeature::isDistance).toList();
      schemas.add(new FieldSchema.Times(distances, FrameScale.none(distances.size())));
    }
    return schemas.size() == 1 ? schemas.get(0) : new FieldSchema.Parts(schemas);
  }

  private static RawExample select(RawExample row, int[] columns) {
    List<RawField> fields = Arrays.stream(columns).mapToObj(row.inputs()::get).toList();
    RawField input =
        columns.length == 1 ? fields.get(0) : new RawField.Parts(fields, fields.get(0).steps());
    return new RawExample(row.row(), input, new RawField.None());
  }

  private static RawExample raw(FieldSequence field) {
    List<RawField> parts =
        field instanceof FieldSequence.Parts all
            ? all.parts().stream().map(TimeSchemas::numbers).toList()
            : List.of(numbers(field));
    return new RawExample(
        new TableRow("", List.of(), null, 0),
        new RawField.Parts(parts, field.steps()),
        new RawField.None());
  }

  private static RawField numbers(FieldSequence field) {
    FieldSequence.Frames frames = (FieldSequence.Frames) field;
    double[] values = new double[frames.values().length];
    Arrays.setAll(values, i -> frames.values()[i]);
    return new RawField.Numbers(values, frames.width());
  }
}
