package dev.unfold.worker.evaluation.metric;

import java.io.Serializable;

/**
 * Means, squared deviations, and squared and absolute errors of one series and its prediction,
 * updated without loss of precision for large means (Welford, 1962) and merged in the same way
 * (Chan, Golub and LeVeque, 1979).
 */
final class SeriesMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private long count;
  private double mean;
  private double predictedMean;
  private double squares;
  private double predictedSquares;
  private double products;
  private double squaredErrors;
  private double absoluteErrors;

  void add(double value, double predicted) {
    count++;
    double deviation = value - mean;
    double predictedDeviation = predicted - predictedMean;
    mean += deviation / count;
    predictedMean += predictedDeviation / count;
    squares += deviation * (value - mean);
    predictedSquares += predictedDeviation * (predicted - predictedMean);
    products += deviation * (predicted - predictedMean);
    squaredErrors += (value - predicted) * (value - predicted);
    absoluteErrors += Math.abs(value - predicted);
  }

  SeriesMoments plus(SeriesMoments other) {
    SeriesMoments sum = new SeriesMoments();
    sum.count = count + other.count;
    if (sum.count == 0) {
      return sum;
    }
    double share = (double) other.count / sum.count;
    double distance = other.mean - mean;
    double predictedDistance = other.predictedMean - predictedMean;
    sum.mean = mean + share * distance;
    sum.predictedMean = predictedMean + share * predictedDistance;
    double weight = share * count;
    sum.squares = squares + other.squares + weight * distance * distance;
    sum.predictedSquares =
        predictedSquares + other.predictedSquares + weight * predictedDistance * predictedDistance;
    sum.products = products + other.products + weight * distance * predictedDistance;
    sum.squaredErrors = squaredErrors + other.squaredErrors;
    sum.absoluteErrors = absoluteErrors + other.absoluteErrors;
    return sum;
  }

  double mean() {
    return mean;
  }

  /** Returns the sum of the squared errors. */
  double squaredErrors() {
    return squaredErrors;
  }

  /** Returns the sum of the absolute errors. */
  double absoluteErrors() {
    return absoluteErrors;
  }

  /** Returns the sum of the squared distances of the values from {@code center}. */
  double squaresAround(double center) {
    return squares + count * (mean - center) * (mean - center);
  }

  boolean isConstant() {
    return squares == 0;
  }

  /**
   * Returns the correlation of non-constant values and their prediction; 0 if the prediction is
   * constant.
   */
  double correlation() {
    return predictedSquares == 0
        ? 0
        : products / (Math.sqrt(squares) * Math.sqrt(predictedSquares));
  }
}
