import '../volunteer/base.css';
import { readBoot } from '../volunteer/boot';

const boot = readBoot();
const root = document.getElementById('root');
if (root) {
  const title = document.createElement('h1');
  title.textContent = boot.problem?.title ?? boot.invited?.campaign.name ?? '';
  root.append(title);
}
