package dev.unfold.inference;

import dev.unfold.worker.prediction.ExamplePredictor;
import dev.unfold.worker.prediction.NumberedExample;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.List;

/**
 * A predictor of examples with the matrix products that it uses.
 *
 * @param gemm the matrix products, which are closed with the predictor
 */
record OpenPredictor(ExamplePredictor predictor, Gemm gemm) implements AutoCloseable {
  static OpenPredictor of(LoadedModel model, PredictionOptions options, Gemm gemm) {
    return new OpenPredictor(
        new ExamplePredictor(model.network(), options, gemm, model.model().parameters()), gemm);
  }

  List<dev.unfold.worker.prediction.Prediction> predict(List<NumberedExample> examples) {
    return predictor.predict(examples, () -> false);
  }

  @Override
  public void close() {
    predictor.close();
    gemm.close();
  }
}
