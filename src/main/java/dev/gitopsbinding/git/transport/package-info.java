/** The port {@code Connector}, and the limits of one operation. */
@NullMarked
package dev.gitopsbinding.git.transport;

import org.jspecify.annotations.NullMarked;
