/**
 * {@code OperatorMain}, and {@code Application}, which creates and connects all parts; the order in
 * which parts are closed.
 */
@NullMarked
package dev.gitopsbinding.app;

import org.jspecify.annotations.NullMarked;
