package dev.unfold.driver.prediction.column;

import dev.unfold.worker.prediction.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The columns that are written for forecasts in rows of their own: the number of the step after the
 * sequence, and the forecast.
 *
 * @param forecast the columns of the forecast
 * @param column the name of the column of the forecast, by which that of the step is named
 */
public record ForecastColumns(PredictedColumns forecast, String column) implements OutputValues {
  @Override
  public List<StructField> fields() {
    List<StructField> fields = new ArrayList<>();
    fields.add(DataTypes.createStructField(column + "_step", DataTypes.IntegerType, false));
    fields.addAll(forecast.fields());
    return fields;
  }

  /** Returns the values of the columns of the forecast, before which that of the step comes. */
  @Override
  public List<Object> values(Optional<Prediction> prediction) {
    return forecast.values(prediction);
  }

  @Override
  public List<String> texts() {
    return forecast.texts();
  }

  @Override
  public boolean joinsTags() {
    return forecast.joinsTags();
  }
}
