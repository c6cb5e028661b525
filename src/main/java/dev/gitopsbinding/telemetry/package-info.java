/** Meters, fed through listener ports. */
package dev.gitopsbinding.telemetry;
