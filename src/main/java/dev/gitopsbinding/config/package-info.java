/**
 * Reads the operator's settings from environment variables into the records of the packages that
 * use them, and reports what is wrong.
 */
@NullMarked
package dev.gitopsbinding.config;

import org.jspecify.annotations.NullMarked;
