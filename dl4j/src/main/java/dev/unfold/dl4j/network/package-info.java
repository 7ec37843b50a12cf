/** A network of DL4J behind the face of Unfold's: parameters, carry, gradient and loss. */
package dev.unfold.dl4j.network;
