/**
 * The parameters of the estimators and models in {@code dev.unfold.ml}. A parameter that is a
 * setting has the default and the documentation of {@code defaults.conf}.
 *
 * <p>Imports: {@code driver.configuration}, {@code org.apache.spark}.
 */
package dev.unfold.ml.param;
