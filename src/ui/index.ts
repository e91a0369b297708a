export * from './design.ts';
export { GalleryPage } from './gallery/surfaces.tsx';
