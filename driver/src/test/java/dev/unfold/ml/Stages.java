package dev.unfold.ml;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;

/** The estimators and models that Spark finds by their service files. */
public final class Stages {
  /** Returns an instance of each class. */
  public static List<PipelineStage> all() {
    return Stream.of(Estimator.class, Transformer.class)
        .flatMap(type -> ServiceLoader.load(type).stream())
        .filter(stage -> stage.type().getPackageName().equals("dev.unfold.ml"))
        .map(stage -> (PipelineStage) stage.get())
        .toList();
  }

  private Stages() {}
}
