/** The TIFF kernel: expands LZW and Deflate strips piece by piece. An instance has one strip open at a time. */
export { inputAdded, inputAddress, inputRoom, outputAddress, outputBytes, outputTaken, start, step } from "./stream";
