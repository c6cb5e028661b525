/** Meters, which listen to other packages through their ports. */
@NullMarked
package dev.gitopsbinding.telemetry;

import org.jspecify.annotations.NullMarked;
